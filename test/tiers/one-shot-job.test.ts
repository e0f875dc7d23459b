import { ApiObject, Duration, JsonPatch } from 'cdk8s';
import { OneShotJob, type OneShotJobProps, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  makeSystem,
  problemsFrom,
  programRows,
  type RenderWith,
  renderOne,
  small,
} from '../fixtures';

const least = { image: 'shop/seed:1.0', resources: small };
const render: RenderWith<Partial<OneShotJobProps>> = (props) =>
  renderOne((application) => new OneShotJob(application, 'seed', { ...least, ...props(application) }));
// Its name is that of the tier.
const atRollout: typeof render = (props) => render((application) => ({ runs: 'rollout', ...props(application) }));
const jobOf = (props: Partial<OneShotJobProps> = {}) => render(() => props).get('Job');

describe('a one-shot job', () => {
  test('emits an account and a Job, whose attempts leave their logs', () => {
    const tree = render(() => ({}));
    expect(tree.names()).toEqual([
      expect.stringMatching(/^Job seed-[0-9a-f]{16}$/),
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'ServiceAccount seed',
    ]);
    expect(tree.get('Job')).toMatchSnapshot('Job');
  });

  test('has another name when anything of it has changed, and only then', () => {
    const name = (props: Partial<OneShotJobProps>) => jobOf(props).metadata.name;
    expect(name({})).toBe(name({ image: 'shop/seed:1.0' }));
    const names = [
      {},
      { image: 'shop/seed:1.1' },
      { env: { A: 'b' } },
      { files: { '/a': 'b' } },
      { backoffLimit: 2 },
    ].map(name);
    expect(new Set(names).size).toBe(5);
  });

  test('has another name after a change by connection or by patch', () => {
    const nameAfter = (change: (seed: OneShotJob, web: WebService) => void) => {
      const test = makeSystem();
      const seed = new OneShotJob(test.application, 'seed', least);
      change(seed, new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small }));
      return test.render().get('Job').metadata.name;
    };
    const names = [
      nameAfter(() => undefined),
      nameAfter((seed, web) => seed.connectTo(web)),
      nameAfter((seed) => ApiObject.of(seed).addJsonPatch(JsonPatch.add('/spec/completions', 2))),
    ];
    expect(new Set(names).size).toBe(3);
  });

  test('comes before the tiers that need what it does', () => {
    const test = makeSystem();
    const seed = new OneShotJob(test.application, 'seed', least);
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
    seed.runBefore(web);
    expect(test.render().get('Deployment').metadata.annotations['argocd.argoproj.io/sync-wave']).toBe('1');
  });

  test('that runs at each rollout is a hook with a name that stays', () => {
    const { metadata } = jobOf({ runs: 'rollout' });
    expect(metadata).toMatchObject({
      name: 'seed',
      annotations: {
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      },
    });
  });
});

describeEveryProp('OneShotJobProps', {
  ...programRows('Job', 'seed', atRollout),
  runs: [() => jobOf({ runs: 'rollout' }).metadata.name, 'seed'],
  attemptDeadline: [
    () => jobOf({ attemptDeadline: Duration.minutes(5) }).spec.template.spec.activeDeadlineSeconds,
    300,
  ],
  backoffLimit: [() => jobOf({ backoffLimit: 0 }).spec.backoffLimit, 0],
});

test('a one-shot job may have the longest name', () => {
  expect(jobOf({ workloadName: 's'.repeat(46) }).metadata.name).toHaveLength(63);
  expect(jobOf({ workloadName: 's'.repeat(63), runs: 'rollout' }).metadata.name).toHaveLength(63);
});

test('a one-shot job is refused with all that is wrong with it', () => {
  expect(problemsFrom(() => jobOf({ workloadName: 's'.repeat(47), backoffLimit: -1 })).split('\n')).toEqual([
    'local/shop/shop-app/seed: backoffLimit is -1, give a whole number of at least 0',
    `local/shop/shop-app/seed: name '${'s'.repeat(47)}' has 47 characters, at most 46 are allowed: shorten it`,
  ]);
});
