import { type ApplyCommandOptions, runApply } from '../../src/cluster';
import type { KubernetesObject } from '../../src/kubernetes';
import { FakeCluster, type Script } from './fake-cluster';
import { writeSample } from './sample-output';

const output = writeSample();
const clusters: FakeCluster[] = [];
afterAll(() => {
  output.remove();
  for (const cluster of clusters) cluster.remove();
});

const secret = (name: string, keys: string[]): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'shop' },
  data: Object.fromEntries(keys.map((key) => [key, 'eA=='])),
});
const secrets = [secret('db-owner', ['username', 'password']), secret('sftp-key', ['id_ed25519'])];

function cluster(script: Script = {}, objects: readonly KubernetesObject[] = secrets): FakeCluster {
  const made = new FakeCluster(script, objects);
  clusters.push(made);
  return made;
}

const apply = (on: FakeCluster, more: Partial<ApplyCommandOptions> = {}) =>
  runApply({ environment: 'local', dist: output.dist, kubectl: on.kubectl, pollSeconds: 0.01, ...more });
const applied = (on: FakeCluster) =>
  on
    .callsOf('apply')
    .map(({ input }) =>
      (JSON.parse(input) as { items: KubernetesObject[] }).items.map(
        ({ kind, metadata }) => `${kind} ${metadata.name}`,
      ),
    );

describe('a willing cluster', () => {
  test('gets the waves of the Applications, the waves inside them and the kinds in their order', async () => {
    const on = cluster();
    const { exitCode, output: said } = await apply(on);
    expect(applied(on)).toEqual([
      ['Namespace shop', 'PriorityClass shop-high'],
      [
        'ServiceAccount db',
        'ConfigMap db-init',
        'PersistentVolume shop-db',
        'PersistentVolumeClaim db',
        'StatefulSet db',
      ],
      ['Job db-migration'],
      ['Deployment web'],
      ['ScaledJob orders'],
    ]);
    expect(said.endsWith('applied 10 objects in 5 steps; 2 are for Argo CD only\n')).toBe(true);
    expect(exitCode).toBe(0);
  });

  test('is told which folders its volumes need', async () => {
    const { output: said } = await apply(cluster());
    expect(
      said.startsWith('folders that must exist on node minikube, for its volumes:\n  sudo mkdir -p /data/shop/db\n'),
    ).toBe(true);
  });

  test('applies on the server, strictly, with manifests on standard input', async () => {
    const on = cluster();
    await apply(on);
    for (const { args } of on.callsOf('apply')) {
      expect(args).toEqual([
        'apply',
        '--server-side',
        '--field-manager=cdk8s-tiers',
        '--validate=strict',
        '--filename=-',
      ]);
    }
  });

  test('makes hook Jobs anew, and only those', async () => {
    const on = cluster();
    await apply(on);
    await apply(on);
    const deleted = on.callsOf('delete').map(({ input }) => JSON.parse(input).items[0].metadata.name);
    expect(deleted).toEqual(['db-migration', 'db-migration']);
  });

  test('is asked through the context that is named', async () => {
    const on = cluster();
    const { output: said } = await apply(on, { kubectl: { ...on.kubectl, context: 'kind-other' } });
    expect(said).toContain('cluster: context kind-other, Kubernetes v1.36.0\n');
    expect(on.calls.every(({ args }) => args[0] === '--context=kind-other')).toBe(true);
  });

  test('waits for what is applied, and tells what for', async () => {
    const on = cluster({
      status: {
        'StatefulSet/db': [
          { readyReplicas: 0 },
          { readyReplicas: 0 },
          { readyReplicas: 1, currentRevision: 'a', updateRevision: 'a' },
        ],
      },
    });
    const { exitCode, output: said } = await apply(on);
    expect(said.match(/ {2}waits for StatefulSet shop\/db: 0 of 1 pods ready\n/g)).toHaveLength(1);
    expect(exitCode).toBe(0);
  });

  test('is not waited for where a claim is bound by its pod only', async () => {
    const late: KubernetesObject = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'manual' },
      volumeBindingMode: 'WaitForFirstConsumer',
    };
    const on = cluster({ status: { 'PersistentVolumeClaim/db': [{ phase: 'Pending' }] } }, [...secrets, late]);
    expect((await apply(on)).exitCode).toBe(0);
  });
});

describe('nothing is applied', () => {
  const nothing = (on: FakeCluster) => expect(on.callsOf('apply')).toEqual([]);

  test('when a custom kind is missing: the line that installs it comes from its Application', async () => {
    const on = cluster({ kinds: [] });
    const { exitCode, output: said } = await apply(on);
    expect(said).toContain(
      `the cluster does not know ScaledJob of keda.sh/v1alpha1 (needed once)
install it first:

kubectl apply --server-side --field-manager=cdk8s-tiers -f ${output.dist}/local/priority-classes/priorityclass.shop-high.yaml
helm upgrade --install keda keda --repo https://kedacore.github.io/charts --version 2.20.2 --namespace keda --create-namespace --wait --values - <<'VALUES'
priorityClassName: shop-high
resources:
  operator:
    requests:
      cpu: 50m
VALUES

nothing was applied
`,
    );
    expect(exitCode).toBe(1);
    nothing(on);
  });

  test('when a custom kind is missing that the index says an Application brings, whatever its chart is called', async () => {
    const other = writeSample({
      provides: { keda: ['keda.sh'] },
      edit: (object) => JSON.parse(JSON.stringify(object).replace('"chart":"keda"', '"chart":"scaler"')),
    });
    const { output: said } = await apply(cluster({ kinds: [] }), { dist: other.dist });
    other.remove();
    expect(said).toContain('helm upgrade --install keda scaler --repo');
  });

  test('when a kind is served in another version only', async () => {
    const on = cluster({ kinds: ['keda.sh/v1beta1/ScaledJob'] });
    expect((await apply(on)).output).toContain('the cluster does not know ScaledJob of keda.sh/v1alpha1');
    nothing(on);
  });

  test('when no Application brings the missing kind', async () => {
    const without = writeSample({ edit: (object) => (object.metadata.name === 'keda' ? undefined : object) });
    const on = cluster({ kinds: [] });
    const { output: said } = await apply(on, { dist: without.dist });
    without.remove();
    expect(said).toContain(
      '  no Application of this environment brings it: install its operator, or let the environment do so\n',
    );
  });

  test('when a Secret is missing that has to be made by hand', async () => {
    const on = cluster({}, secrets.slice(1));
    const { exitCode, output: said } = await apply(on);
    expect(said).toContain(
      'Secret shop/db-owner lacks username, password\nmake them first: npm run secrets -- create --environment local\nnothing was applied\n',
    );
    expect(exitCode).toBe(1);
    nothing(on);
  });

  test('when a Secret is to come sealed and is not', async () => {
    const unsealed = writeSample({ provider: 'sealed-secrets' });
    const on = cluster();
    const { exitCode, output: said } = await apply(on, { dist: unsealed.dist });
    unsealed.remove();
    expect(said).toContain(
      'Secret shop/sftp-key: id_ed25519 not sealed\nseal them first: npm run secrets -- seal --environment local, then synth\nnothing was applied\n',
    );
    expect(exitCode).toBe(1);
    nothing(on);
  });

  test('in a dry run, which asks no cluster', async () => {
    const on = cluster({ unreachable: true });
    const { exitCode, output: said } = await apply(on, { dryRun: true });
    expect(said).toContain('step 3 of 5: shop-data, wave 1: 1 object\n  batch/Job shop/db-migration\n');
    expect(said).toContain('chart that is installed before, unless it is there:\n\nkubectl apply --server-side');
    expect(said).toContain('would apply 10 objects in 5 steps, leave out 2 for Argo CD\n');
    expect(exitCode).toBe(0);
    expect(on.calls).toEqual([]);
  });

  test('when no cluster answers', async () => {
    const { exitCode, output: said } = await apply(cluster({ unreachable: true }));
    expect(said).toContain(
      'error: kubectl: no cluster answers: The connection to the server localhost:8080 was refused',
    );
    expect(exitCode).toBe(2);
  });
});

describe('a rollout stops', () => {
  test('at what the server refuses, with its reason and what to do', async () => {
    const message = 'Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas';
    const on = cluster({ refuse: { 'Deployment/web': { reason: 'Conflict', message } } });
    const { exitCode, output: said } = await apply(on);
    expect(said).toContain(
      `  Deployment shop/web (${output.dist}/local/shop-app/deployment.web.yaml): Error from server (Conflict): ${message}\n  somebody else has set these fields: put the change into the manifests, or take them over with --force-conflicts\nstopped at step 4 of 5; run it again when that is mended\n`,
    );
    expect(exitCode).toBe(1);
    expect(applied(on).flat()).not.toContain('ScaledJob orders');
  });

  test('at a Job that fails, at once', async () => {
    const status = [
      { failed: 3, conditions: [{ type: 'Failed', status: 'True', message: 'Job has reached the limit' }] },
    ];
    const { exitCode, output: said } = await apply(cluster({ status: { 'Job/db-migration': status } }));
    expect(said).toContain('  Job shop/db-migration failed: Job has reached the limit\nstopped at step 3 of 5');
    expect(exitCode).toBe(1);
  });

  test('at what does not become ready in time', async () => {
    const on = cluster({ status: { 'Deployment/web': [{ updatedReplicas: 2, replicas: 2, availableReplicas: 1 }] } });
    const { exitCode, output: said } = await apply(on, { timeout: 0.2 });
    expect(said).toContain(
      '  Deployment shop/web is not ready after 0.2 s: 1 of 2 pods available\nstopped at step 4 of 5',
    );
    expect(exitCode).toBe(1);
  });

  test('but tells what the server only warns of', async () => {
    const on = cluster({ warn: { 'Deployment/web': 'would violate PodSecurity "restricted:v1.36"' } });
    const { exitCode, output: said } = await apply(on);
    expect(said).toContain('  warning: would violate PodSecurity "restricted:v1.36"\n');
    expect(exitCode).toBe(0);
  });
});
