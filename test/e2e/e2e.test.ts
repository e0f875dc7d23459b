import { type E2eOptions, runE2e } from '../../src/cluster';
import type { KubernetesObject } from '../../src/kubernetes';
import { FakeCluster, type Script } from '../cluster/fake-cluster';
import { writeSample } from '../cluster/sample-output';

const output = writeSample({
  edit: (object) =>
    object.apiVersion.startsWith('argoproj.io/')
      ? { ...object, metadata: { ...object.metadata, namespace: 'argocd' } }
      : object,
});
const clusters: FakeCluster[] = [];
afterAll(() => {
  output.remove();
  for (const cluster of clusters) cluster.remove();
});

const named = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
  more: object = {},
): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace && { namespace }) },
  ...more,
});
const data = { username: 'eA==', password: 'eA==', id_ed25519: 'eA==' };
const ready = [
  named('v1', 'Namespace', 'argocd'),
  named('v1', 'Namespace', 'shop'),
  named('v1', 'ServiceAccount', 'default', 'shop'),
  named('v1', 'ServiceAccount', 'db', 'shop'),
  named('scheduling.k8s.io/v1', 'PriorityClass', 'shop-high'),
  named('v1', 'Secret', 'db-owner', 'shop', { data }),
  named('v1', 'Secret', 'sftp-key', 'shop', { data }),
];

function cluster(script: Script = {}, objects: readonly KubernetesObject[] = ready): FakeCluster {
  const made = new FakeCluster(script, objects);
  clusters.push(made);
  return made;
}

const e2e = (on: FakeCluster, more: Partial<E2eOptions> = {}) =>
  runE2e({ environment: 'local', dist: output.dist, kubectl: on.kubectl, pollSeconds: 0.01, ...more }).then(
    (result) => ({ ...result, output: result.output.replaceAll(output.dist, 'dist') }),
  );
const tried = (on: FakeCluster) =>
  on
    .callsOf('--dry-run=server')
    .flatMap(({ input }) => (JSON.parse(input) as { items: KubernetesObject[] }).items)
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('a dry run', () => {
  test('tries every object, the Job inside each ScaledJob and the Pod inside each workload, and stores nothing', async () => {
    const on = cluster();
    const { exitCode, output: said } = await e2e(on);
    expect(said).toBe(
      'cluster: context kind-test, Kubernetes v1.36.0\n' +
        'local: 12 objects, and 5 Jobs and Pods inside them\n' +
        'strict dry run: 17 accepted (0 with a warning), 0 refused\n' +
        'passed\n',
    );
    expect(exitCode).toBe(0);
    expect(tried(on).sort()).toEqual([
      'Application keda',
      'Application root',
      'ConfigMap db-init',
      'Deployment web',
      'Job db-migration',
      'Job orders-trial',
      'Namespace shop',
      'PersistentVolume shop-db',
      'PersistentVolumeClaim db',
      'Pod db-migration-trial',
      'Pod db-trial',
      'Pod orders-trial',
      'Pod web-trial',
      'PriorityClass shop-high',
      'ScaledJob orders',
      'ServiceAccount db',
      'StatefulSet db',
    ]);
    expect(on.callsOf('apply').every(({ args }) => args.includes('--dry-run=server'))).toBe(true);
  });

  test('on an empty cluster says what it lacks, and lists what could not be tried', async () => {
    const { exitCode, output: said } = await e2e(cluster({ kinds: [] }, []));
    expect(said).toContain(
      'strict dry run: 3 accepted (0 with a warning), 0 refused\nnot tried: 14, because the cluster lacks\n',
    );
    expect(said).toContain(
      '  kind ScaledJob of keda.sh/v1alpha1\n    ScaledJob shop/orders (dist/local/shop-workers/scaledjob.orders.yaml)\n',
    );
    expect(said).toContain('  namespace shop\n');
    expect(said).toContain('    Pod of ScaledJob shop/orders (dist/local/shop-workers/scaledjob.orders.yaml)\n');
    expect(said.endsWith('failed: not everything was tried; --allow-untried lets that pass\n')).toBe(true);
    expect(exitCode).toBe(1);
  });

  test('passes with untried objects only where that is allowed', async () => {
    expect((await e2e(cluster({ kinds: [] }, []), { allowUntried: true })).exitCode).toBe(0);
  });

  test('does not try pods whose ServiceAccount or PriorityClass is not there yet', async () => {
    const { output: said } = await e2e(cluster({}, [...ready.slice(0, 3), ...ready.slice(5)]));
    expect(said).toContain('  ServiceAccount shop/db\n    Pod of StatefulSet shop/db (');
    const without = ready.filter(({ kind }) => kind !== 'PriorityClass');
    expect((await e2e(cluster({}, without))).output).toContain(
      '  PriorityClass shop-high\n    Pod of StatefulSet shop/db (',
    );
  });

  test('tells which object is refused, and why, though they are tried together', async () => {
    const message =
      'failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema';
    const { exitCode, output: said } = await e2e(
      cluster({ refuse: { 'Deployment/web': { reason: 'BadRequest', message } } }),
    );
    expect(said).toContain(
      `strict dry run: 16 accepted (0 with a warning), 1 refused\n  refused: Deployment shop/web (dist/local/shop-app/deployment.web.yaml): Error from server (BadRequest): ${message}\nfailed: see above\n`,
    );
    expect(exitCode).toBe(1);
  });

  test('finds a pod that is refused although its ScaledJob is accepted', async () => {
    const message = 'pods "orders-trial" is forbidden: violates PodSecurity "restricted:v1.36": seccompProfile';
    const { output: said } = await e2e(cluster({ refuse: { 'Pod/orders-trial': { reason: 'Forbidden', message } } }));
    expect(said).toContain(
      '  refused: Pod of ScaledJob shop/orders (dist/local/shop-workers/scaledjob.orders.yaml): Error',
    );
  });

  test('names the object that the server warns of', async () => {
    const { exitCode, output: said } = await e2e(
      cluster({ warn: { 'Job/db-migration': 'would violate PodSecurity' } }),
    );
    expect(said).toContain(
      '17 accepted (1 with a warning), 0 refused\n  warning: would violate PodSecurity\n    Job shop/db-migration (',
    );
    expect(exitCode).toBe(0);
  });

  test('without a cluster is told and ends with 2', async () => {
    const { exitCode, output: said } = await e2e(cluster({ unreachable: true }));
    expect(said).toMatch(
      /^error: kubectl: no cluster answers: The connection .*; set KUBECONFIG or name a --context\n$/,
    );
    expect(exitCode).toBe(2);
  });
});

describe('--apply', () => {
  test('applies, applies again without a change, applies a next version of each kind and goes back', async () => {
    const on = cluster();
    const { exitCode, output: said } = await e2e(on, { apply: true });
    expect(said.split('\n').slice(-6)).toEqual([
      'apply: 10 objects in 5 steps, 0 not ready',
      'second apply: changes nothing',
      'next version: 9 of 9 kinds take one',
      'back to the version of the output: changes nothing',
      'passed',
      '',
    ]);
    expect(exitCode).toBe(0);
    expect(on.object('Deployment/shop/web')?.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '0' });
    expect(on.callsOf('diff')).toHaveLength(4);
  });

  test('the next version of a workload has other pods, of a ScaledJob other Jobs', async () => {
    const on = cluster();
    await e2e(on, { apply: true });
    const marked = on
      .callsOf('apply')
      .flatMap(({ input }) => (JSON.parse(input) as { items: KubernetesObject[] }).items)
      .filter(({ metadata }) => metadata.annotations?.['tiers.cdk8s.io/e2e'] === 'next-version');
    expect(marked.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'PriorityClass',
      'ServiceAccount',
      'ConfigMap',
      'PersistentVolume',
      'PersistentVolumeClaim',
      'StatefulSet',
      'Deployment',
      'ScaledJob',
    ]);
    const annotation = { annotations: { 'tiers.cdk8s.io/e2e': 'next-version' } };
    expect(marked.find(({ kind }) => kind === 'StatefulSet')).toMatchObject({
      spec: { template: { metadata: annotation } },
    });
    expect(marked.find(({ kind }) => kind === 'ScaledJob')).toMatchObject({
      spec: { jobTargetRef: { template: { metadata: annotation } } },
    });
  });

  test('on a cluster without the namespace tries what could not be tried before', async () => {
    const on = cluster(
      {},
      ready
        .filter(({ kind }) => kind === 'Secret' || kind === 'Namespace')
        .slice(0, 1)
        .concat(ready.slice(5)),
    );
    const { exitCode, output: said } = await e2e(on, { apply: true });
    expect(said).toMatch(
      /strict dry run of what could not be tried before: \d+ accepted \(0 with a warning\), 0 refused\npassed\n$/,
    );
    expect(exitCode).toBe(0);
  });

  test('fails when the cluster differs after the apply, and shows how', async () => {
    const { exitCode, output: said } = await e2e(cluster({ drift: ['Deployment/web'] }), { apply: true });
    expect(said).toContain('second apply: the cluster differs from what was applied\ndiff -u -N ');
    expect(exitCode).toBe(1);
  });

  test('is not done when something is refused already', async () => {
    const on = cluster({ refuse: { 'Deployment/web': { message: 'no' } } });
    const { output: said } = await e2e(on, { apply: true });
    expect(said).toContain('apply: not done, because something is refused already\n');
    expect(on.callsOf('apply').every(({ args }) => args.includes('--dry-run=server'))).toBe(true);
  });

  test('is not done on a cluster that lacks what it needs', async () => {
    const on = cluster(
      {},
      ready.filter(({ kind }) => kind !== 'Secret'),
    );
    const { exitCode, output: said } = await e2e(on, { apply: true });
    expect(said.split('\n').slice(3)).toEqual([
      'Secret shop/db-owner lacks username, password',
      'Secret shop/sftp-key lacks id_ed25519',
      'make them first: npm run secrets -- create --environment local',
      'apply: not done',
      'failed: see above',
      '',
    ]);
    expect(exitCode).toBe(1);
    expect(on.callsOf('apply').every(({ args }) => args.includes('--dry-run=server'))).toBe(true);
  });

  test('goes on when something does not become ready, and passes only where that is allowed', async () => {
    const status = { 'StatefulSet/db': [{ readyReplicas: 0 }] };
    const strict = await e2e(cluster({ status }), { apply: true, timeout: 0.1 });
    expect(strict.output).toContain('  StatefulSet shop/db is not ready after 0.1 s: 0 of 1 pods ready\n');
    expect(strict.output).toContain('apply: 10 objects in 5 steps, 1 not ready\n');
    expect(strict.exitCode).toBe(1);
    expect((await e2e(cluster({ status }), { apply: true, timeout: 0.1, allowUnready: true })).exitCode).toBe(0);
  });
});
