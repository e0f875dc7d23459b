import { join } from 'node:path';
import { readManifests } from '../../src/manifests';
import { type Capacity, capacityOf, ManifestModel, requestsOf } from '../../src/manifests/model';

const set = readManifests(join(__dirname, '../../dist'));
const capacities = new Map(
  [...set.byEnvironment()].map(([name, { manifests }]) => [
    name,
    capacityOf(new ManifestModel(manifests, { index: set.index! }, name))!,
  ]),
);
const mebibytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)}Mi`;
const millis = (cores: number) => `${Math.round(cores * 1000)}m`;

function table(name: string, { rows, steady, most, allocatable }: Capacity): string {
  const line = (columns: string[]) =>
    columns.map((text, index) => (index === 0 ? text.padEnd(60) : text.padStart(8))).join(' ');
  return [
    `${name}: what is requested of its nodes at the most`,
    line(['workload', 'pods', 'cpu', 'memory']),
    ...rows.map((row) => {
      const { cpu, memory } = requestsOf([row], ({ most: pods }) => pods);
      return line([row.workload, String(row.most), millis(cpu), mebibytes(memory)]);
    }),
    line(['requested always', '', millis(steady.cpu), mebibytes(steady.memory)]),
    line(['requested at the most', '', millis(most.cpu), mebibytes(most.memory)]),
    line(['allocatable', '', millis(allocatable.cpu), mebibytes(allocatable.memory)]),
  ].join('\n');
}

test.each([...capacities.keys()])('%s fits its nodes', (name) => {
  const capacity = capacities.get(name)!;
  process.stdout.write(`${table(name, capacity)}\n`);
  expect(capacity.most.cpu).toBeLessThanOrEqual(capacity.allocatable.cpu);
  expect(capacity.most.memory).toBeLessThanOrEqual(capacity.allocatable.memory);
});

test.each([...capacities.keys()])('%s has room for all of its workers at once, at their maximum', (name) => {
  const { rows, allocatable } = capacities.get(name)!;
  const { cpu, memory } = requestsOf(rows, ({ jobs, most }) => jobs ?? most);
  expect(rows.filter(({ jobs }) => jobs !== undefined)).toHaveLength(3);
  expect(cpu).toBeLessThanOrEqual(allocatable.cpu);
  expect(memory).toBeLessThanOrEqual(allocatable.memory);
});

test('local is counted against one node of 2 CPU and 4 GB, operators and a running Job of each worker included', () => {
  const { rows, allocatable } = capacities.get('local')!;
  expect(allocatable).toEqual({ cpu: 2, memory: 4 * 1024 ** 3 });
  const jobs = rows.filter(({ workload }) => workload.includes('/ScaledJob/'));
  expect(jobs.map(({ steady, most }) => [steady, most])).toEqual(Array(3).fill([1, 2]));
  expect(rows.map(({ workload }) => workload)).toEqual(
    expect.arrayContaining(['keda/Helm/keda', 'monitoring/StatefulSet/prometheus', 'monitoring/Deployment/grafana']),
  );
  for (const { workload, application, pod } of rows)
    expect([workload, application !== '', pod.cpu > 0, pod.memory > 0]).toEqual([workload, true, true, true]);
});
