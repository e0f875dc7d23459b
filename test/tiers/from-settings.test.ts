import { propsOf, resourcesOf, type TierSettings, WebService } from '../../src/tiers';
import { renderOne } from '../fixtures';

const least: TierSettings = { cpu: '100m', memory: '256Mi' };

/** A tier of these settings, and a second one of the same. */
const render = (own: TierSettings, common = {}) =>
  renderOne((application) => {
    for (const name of ['web', 'other']) {
      new WebService(application, name, { image: 'shop/web:1.0', port: 8080, ...propsOf(application, own, common) });
    }
  });
const podOf = (tree: ReturnType<typeof render>, name: string) => tree.get('Deployment', name).spec.template.spec;

test('what is left out stays as the tier has it', () => {
  const tree = render(least);
  const pod = podOf(tree, 'web');
  expect(Object.keys(propsOf(undefined as never, least))).toEqual(['resources']);
  expect(pod.containers[0].readinessProbe).toHaveProperty('tcpSocket');
});

test('CPU and memory become typed resources', () => {
  const { resources } = podOf(render({ ...least, cpuLimit: '1' }), 'web').containers[0];
  expect(resources).toEqual({ requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '256Mi' } });
  expect(resourcesOf(least)).not.toHaveProperty('cpuLimit');
});

test('two tiers may name one Secret, and its keys are asked for once', () => {
  const env = { PASSWORD: { secret: 'smtp', key: 'password' }, USER: { secret: 'smtp', key: 'user' } };
  const tree = render({ ...least, env, pullSecrets: ['registry'] });
  for (const name of ['web', 'other']) {
    expect(podOf(tree, name)).toMatchObject({ imagePullSecrets: [{ name: 'registry' }] });
    expect(podOf(tree, name).containers[0].env).toEqual([
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'smtp', key: 'password' } } },
      { name: 'USER', valueFrom: { secretKeyRef: { name: 'smtp', key: 'user' } } },
    ]);
  }
});

test("what holds for all tiers gives way to a tier's own, also where that is nothing", () => {
  const common = { pullSecrets: ['registry'], nodeSelector: { pool: 'web' }, tolerations: [{ operator: 'Exists' }] };
  expect(podOf(render(least, common), 'web')).toMatchObject({
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: { pool: 'web' },
    tolerations: [{ operator: 'Exists' }],
  });
  const without = podOf(render({ ...least, pullSecrets: [], nodeSelector: {}, tolerations: [] }, common), 'web');
  for (const field of ['imagePullSecrets', 'nodeSelector', 'tolerations']) {
    expect(JSON.stringify(without[field] ?? {})).toMatch(/^(?:\{\}|\[\])$/);
  }
});

test('a path is asked whether it serves and whether it hangs; tcp leaves both to the port', () => {
  const [asked] = podOf(render({ ...least, probe: '/health' }), 'web').containers;
  for (const probe of [asked.readinessProbe, asked.livenessProbe]) {
    expect(probe.httpGet).toEqual({ path: '/health', port: 8080 });
  }
  expect(asked.startupProbe).toHaveProperty('tcpSocket');
  const [connected] = podOf(render({ ...least, probe: 'tcp' }), 'web').containers;
  for (const probe of [connected.readinessProbe, connected.livenessProbe]) expect(probe).toHaveProperty('tcpSocket');
});
