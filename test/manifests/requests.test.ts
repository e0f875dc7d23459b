import { ManifestSet } from '../../src/manifests';
import { ManifestModel, podRequest } from '../../src/manifests/model';

const asks = (cpu: string, more: Record<string, unknown> = {}) => ({
  name: cpu,
  image: 'a:1',
  resources: { requests: { cpu } },
  ...more,
});
const sidecar = (cpu: string) => asks(cpu, { restartPolicy: 'Always' });

/** Cores that a pod asks for. */
function coresOf(spec: Record<string, unknown>): number {
  const model = new ManifestModel(
    ManifestSet.of([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'z' }, spec }]).manifests,
  );
  return podRequest(model.templates[0]!, 'cpu');
}

test.each<[string, Record<string, unknown>, number]>([
  ['containers run together', { containers: [asks('250m'), asks('500m')] }, 0.75],
  ['init containers run one after the other', { containers: [asks('1')], initContainers: [asks('2'), asks('1')] }, 2],
  ['containers outweigh a small init container', { containers: [asks('3')], initContainers: [asks('2')] }, 3],
  ['sidecars run beside the containers', { containers: [asks('1')], initContainers: [sidecar('500m')] }, 1.5],
  [
    'sidecars run beside the init containers after them',
    { containers: [asks('1')], initContainers: [sidecar('1'), asks('2')] },
    3,
  ],
  [
    'sidecars do not run beside the init containers before them',
    { containers: [asks('100m')], initContainers: [asks('2'), sidecar('1')] },
    2,
  ],
  ['the overhead of a runtime comes on top', { containers: [asks('1')], overhead: { cpu: '250m' } }, 1.25],
  ['the pod as a whole counts if it says', { containers: [asks('1')], resources: { requests: { cpu: '4' } } }, 4],
  ['a limit is the request where none is given', { containers: [{ resources: { limits: { cpu: '2' } } }] }, 2],
  ['what asks for nothing is nothing', { containers: [{ name: 'a' }] }, 0],
])('%s', (_, spec, cores) => {
  expect(coresOf(spec)).toBe(cores);
});
