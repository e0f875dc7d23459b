import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Controllers, ControlPlane } from './support';

let plane: ControlPlane;
let controllers: Controllers;
beforeAll(async () => {
  plane = await ControlPlane.start();
  controllers = await Controllers.start(plane.api);
});
afterAll(async () => {
  await controllers?.stop();
  await plane?.stop();
});

const pod = (securityContext: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one', namespace: 'guarded' },
  spec: { containers: [{ name: 'one', image: 'one:1', securityContext }] },
});

test('the server refuses unknown fields, and pods below the level of their namespace, as a cluster does', async () => {
  await plane.kubectl.apply([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'guarded', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    },
  ]);
  const refused = await plane.kubectl.apply([pod({ privileged: true })]);
  expect(refused.stderr).toMatch(/violates PodSecurity "restricted:latest": privileged/);
  const unknown = await plane.kubectl.apply([{ ...pod({}), spec: { containers: [], nodes: 1 } } as never]);
  expect(unknown.stderr).toMatch(/unknown field "nodes"/);
});

test('Jobs complete and go, Deployments become available, and each namespace has its account', async () => {
  const template = {
    metadata: { labels: { app: 'a' } },
    spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] },
  };
  const object = (apiVersion: string, kind: string, spec: object) => ({
    apiVersion,
    kind,
    metadata: { name: 'a', namespace: 'argocd' },
    spec,
  });
  const job = object('batch/v1', 'Job', { template });
  const { restartPolicy, ...always } = template.spec;
  const deployment = object('apps/v1', 'Deployment', {
    ...{ replicas: 3, selector: { matchLabels: { app: 'a' } }, template: { ...template, spec: always } },
  });
  expect(await plane.kubectl.apply([job, deployment] as never)).toMatchObject({ code: 0 });
  const wait = (condition: string, what: string) =>
    plane.kubectl.ask(['wait', '--namespace=argocd', `--for=${condition}`, '--timeout=10s', what]);
  await wait('condition=complete', 'job/a');
  await wait('jsonpath={.status.availableReplicas}=3', 'deployment/a');
  await wait('jsonpath={.metadata.name}=default', 'serviceaccount/default');
  await plane.kubectl.ask(['delete', '--namespace=argocd', '--cascade=foreground', '--timeout=10s', 'job/a']);
});

test('a cluster that is stopped leaves neither program nor file', async () => {
  const other = await ControlPlane.start();
  const running = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes(other.folder.path);
  expect(running()).toBe(true);
  await other.stop();
  expect([running(), existsSync(other.folder.path)]).toEqual([false, false]);
});
