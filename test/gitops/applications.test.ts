import { childApplication, rootApplication } from '../../src/gitops';
import { makeProduction } from '../fixtures';

interface Spec {
  readonly ignoreDifferences?: unknown;
  readonly syncPolicy: {
    readonly automated: unknown;
    readonly retry: unknown;
    readonly syncOptions: readonly string[];
  };
}

const production = makeProduction();
const source = { repoUrl: 'https://git.example.com/clusters.git', targetRevision: 'main', path: 'production/shop' };
const child = (prune?: boolean) =>
  childApplication(production, { project: 'shop', namespace: 'shop', source, ...(prune !== undefined && { prune }) })
    .spec as Spec;
const root = rootApplication(production).spec as Spec;

test.each([
  ['the root', root],
  ['an Application', child()],
])(
  'a sync of %s that fails is tried again without end, every three minutes at last, with what Git says by then',
  (_, { syncPolicy }) => {
    expect(syncPolicy.retry).toEqual({
      limit: -1,
      refresh: true,
      backoff: { duration: '10s', factor: 2, maxDuration: '3m' },
    });
  },
);

test('the root leaves a stopped automated sync alone, when it compares and when it syncs, and heals all else of its Applications', () => {
  expect(root.ignoreDifferences).toEqual([
    { group: 'argoproj.io', kind: 'Application', jsonPointers: ['/spec/syncPolicy/automated'] },
  ]);
  expect(root.syncPolicy.syncOptions).toEqual(['RespectIgnoreDifferences=true', 'ServerSideApply=true']);
  expect(root.syncPolicy.automated).toEqual({ prune: false, selfHeal: true, allowEmpty: false });
  expect(child().ignoreDifferences).toBeUndefined();
});

test('an Application removes what has left Git, unless told not to', () => {
  expect(child().syncPolicy.automated).toEqual({ prune: true, selfHeal: true, allowEmpty: false });
  expect(child(false).syncPolicy.automated).toEqual({ prune: false, selfHeal: true, allowEmpty: false });
});
