import { runApply, runE2e } from '../../src/cluster';
import type { KubernetesObject } from '../../src/kubernetes';
import { FakeCluster, type Script } from './fake-cluster';
import { writeSample } from './sample-output';

const issuer = 'cert-manager.io/v1/ClusterIssuer';
const why = 'nothing works';
const requirements = [
  { kind: 'DNS name', name: 'www.example.com', why, mend: 'add a record', neededBy: ['local/shop/web'] },
  {
    kind: 'ClusterIssuer',
    apiVersion: 'cert-manager.io/v1',
    name: 'acme',
    why: 'no certificate is issued',
    mend: 'make it',
    neededBy: ['local/shop/web'],
  },
  {
    kind: 'Ingress controller',
    name: 'nginx',
    pods: { namespace: 'edge', labels: { tier: 'edge', app: 'nginx' } },
    why: 'nobody serves the hosts',
    mend: 'install it',
    neededBy: ['local/shop/web'],
  },
  {
    kind: 'Secret',
    apiVersion: 'v1',
    namespace: 'shop',
    name: 'wildcard',
    why: 'the controller shows its own',
    mend: 'make it',
    neededBy: ['local/shop/web'],
  },
  {
    kind: 'StorageClass',
    apiVersion: 'storage.k8s.io/v1',
    name: 'fast',
    why: 'claims stay Pending',
    mend: 'make the class',
    neededBy: ['a', 'b', 'c', 'd', 'e'].map((id) => `local/shop/${id}`),
  },
];
const output = writeSample({ requirements, secrets: [] });
const clusters: FakeCluster[] = [];
afterAll(() => {
  output.remove();
  for (const one of clusters) one.remove();
});

const named = (apiVersion: string, kind: string, name: string, metadata: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, ...metadata },
});
const pod = named('v1', 'Pod', 'nginx-1', { namespace: 'edge', labels: { app: 'nginx', tier: 'edge', hash: 'x' } });
const all = [
  named('cert-manager.io/v1', 'ClusterIssuer', 'acme'),
  named('storage.k8s.io/v1', 'StorageClass', 'fast'),
  named('v1', 'Secret', 'wildcard', { namespace: 'shop' }),
  pod,
];
const kinds = [
  issuer,
  'keda.sh/v1alpha1/ScaledJob',
  'argoproj.io/v1alpha1/Application',
  'argoproj.io/v1alpha1/AppProject',
];

function cluster(objects: readonly KubernetesObject[], script: Script = {}): FakeCluster {
  const made = new FakeCluster({ kinds, ...script }, objects);
  clusters.push(made);
  return made;
}
const given = (on: FakeCluster) => ({
  environment: 'local',
  dist: output.dist,
  kubectl: on.kubectl,
  pollSeconds: 0.01,
});
const apply = (on: FakeCluster) => runApply(given(on));
const written = (on: FakeCluster) => on.callsOf('apply').filter(({ args }) => !args.includes('--dry-run=server'));

describe('apply asks for what has to be there', () => {
  test('and goes on without a word where all of it is', async () => {
    const on = cluster(all);
    const { exitCode, output: said } = await apply(on);
    expect(said).not.toContain('lacks');
    expect(exitCode).toBe(0);
  });

  test('before it writes anything: all that is missing is told, with what needs it and how to mend it', async () => {
    const on = cluster([]);
    const { exitCode, output: said } = await apply(on);
    expect(said.slice(said.indexOf('the cluster lacks'))).toBe(
      `the cluster lacks ClusterIssuer acme: it is not there
  without it no certificate is issued
  needed by local/shop/web
  make it
the cluster lacks Ingress controller nginx: no pod with app=nginx,tier=edge in namespace edge
  without it nobody serves the hosts
  needed by local/shop/web
  install it
the cluster lacks Secret shop/wildcard: it is not there
  without it the controller shows its own
  needed by local/shop/web
  make it
the cluster lacks StorageClass fast: it is not there
  without it claims stay Pending
  needed by local/shop/a, local/shop/b, local/shop/c, 2 more
  make the class
nothing was applied
`,
    );
    expect(written(on)).toEqual([]);
    expect(exitCode).toBe(1);
  });

  test('and tells missing Secrets of the environment in the same run', async () => {
    const lacking = writeSample({ requirements });
    const { output: said } = await runApply({ ...given(cluster([])), dist: lacking.dist });
    lacking.remove();
    expect(said).toContain('the cluster lacks StorageClass fast: it is not there\n');
    expect(said).toContain('Secret shop/sftp-key lacks id_ed25519\n');
  });

  test('and takes what is there but not ready for missing', async () => {
    const status = {
      'ClusterIssuer/acme': [{ conditions: [{ type: 'Ready', status: 'False', message: 'account refused' }] }],
    };
    const { exitCode, output: said } = await apply(cluster(all, { status }));
    expect(said).toContain(
      'the cluster lacks ClusterIssuer acme: it is there, but not ready: account refused\n  without it no certificate is issued\n',
    );
    expect(exitCode).toBe(1);
  });

  test('and says so where even its kind is not known', async () => {
    const { exitCode, output: said } = await apply(cluster(all, { kinds: kinds.filter((kind) => kind !== issuer) }));
    expect(said).toContain('the cluster lacks ClusterIssuer acme: cert-manager.io/v1 has no such kind here\n');
    expect(exitCode).toBe(1);
  });

  test('and goes on where the user may not ask, saying that', async () => {
    const { exitCode, output: said } = await apply(
      cluster(all.slice(2), { forbid: ['StorageClass', 'ClusterIssuer'] }),
    );
    expect(said).toContain(
      `can't ask for StorageClass fast: Error from server (Forbidden): storageclass "fast" is forbidden\n`,
    );
    expect(said).not.toContain('the cluster lacks');
    expect(exitCode).toBe(0);
  });

  test.each([
    ['another namespace', { namespace: 'other', labels: pod.metadata.labels }],
    ['another label', { namespace: 'edge', labels: { app: 'nginx' } }],
  ])('and takes no pods of %s for the controller', async (_, metadata) => {
    const { output: said } = await apply(cluster([...all.slice(0, 3), named('v1', 'Pod', 'nginx-1', metadata)]));
    expect(said).toContain('the cluster lacks Ingress controller nginx: ');
  });

  test('and has nothing of a Secret handed over', async () => {
    const on = cluster(all);
    await apply(on);
    const asked = on.callsOf('get').filter(({ input }) => input.includes('"Secret"'));
    expect(asked.map(({ args }) => args)).toEqual([['get', '--filename=-', '--ignore-not-found', '--output=name']]);
  });

  test('and lists all of it without a cluster', async () => {
    const { output: said } = await runApply({ ...given(cluster([])), dryRun: true });
    expect(said).toContain(
      'has to be there before: DNS name www.example.com; without it nothing works; add a record\n',
    );
    expect(said.match(/^has to be there before: /gm)).toHaveLength(5);
  });
});

describe('pods', () => {
  const any = (pods: object) => writeSample({ secrets: [], requirements: [{ ...requirements[2]!, pods }] });

  test.each([
    [{ namespace: 'edge' }, 'no pod in namespace edge'],
    [{ labels: { app: 'nginx' } }, 'no pod with app=nginx is there'],
  ])('of %j are looked for so widely', async (pods, told) => {
    const sample = any(pods);
    const run = (objects: readonly KubernetesObject[]) => runApply({ ...given(cluster(objects)), dist: sample.dist });
    expect((await run([])).output).toContain(`the cluster lacks Ingress controller nginx: ${told}\n`);
    expect((await run([pod])).output).not.toContain('lacks');
    sample.remove();
  });
});

describe('e2e', () => {
  const e2e = (objects: readonly KubernetesObject[], more: object = {}) => {
    const on = cluster([
      named('v1', 'Namespace', 'argocd'),
      named('v1', 'Namespace', 'shop'),
      named('v1', 'ServiceAccount', 'default', { namespace: 'shop' }),
      named('v1', 'ServiceAccount', 'db', { namespace: 'shop' }),
      named('scheduling.k8s.io/v1', 'PriorityClass', 'shop-high'),
      ...objects,
    ]);
    return runE2e({ ...given(on), ...more }).then((result) => ({ ...result, on }));
  };

  test('passes where all of it is there', async () => {
    expect((await e2e(all)).exitCode).toBe(0);
  });

  test('tells what is missing and fails for it, unless that is allowed', async () => {
    const { exitCode, output: said } = await e2e([]);
    expect(said).toContain('the cluster lacks StorageClass fast: it is not there\n');
    expect(
      said.endsWith(
        'failed: the cluster lacks what has to be there; --allow-untried or --allow-unready lets that pass\n',
      ),
    ).toBe(true);
    expect(exitCode).toBe(1);
    expect((await e2e([], { allowUntried: true })).exitCode).toBe(0);
    expect((await e2e([], { allowUnready: true })).exitCode).toBe(0);
  });

  test('applies nothing without it, unless what is not ready is allowed', async () => {
    const { exitCode, output: said, on } = await e2e([], { apply: true, allowUntried: true });
    expect(said).toContain(
      'apply: not done, because the cluster lacks what has to be there; --allow-unready goes on without\n',
    );
    expect(written(on)).toEqual([]);
    expect(exitCode).toBe(1);
    const anyway = await e2e([], { apply: true, allowUnready: true });
    expect(anyway.output).toContain('second apply: changes nothing\n');
    expect(anyway.exitCode).toBe(0);
  });
});
