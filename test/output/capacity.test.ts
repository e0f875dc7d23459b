import { project } from '../../charts/project';
import { buildTree, readEnvironments } from '../../src/project';
import { type Capacity, capacityOf, renderEnvironment } from '../../src/render';

const rendered = buildTree(project, readEnvironments(project)).map(renderEnvironment);
const capacities = new Map(rendered.map((environment) => [environment.name, capacityOf(environment)]));
const mebibytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)}Mi`;
const millis = (cores: number) => `${Math.round(cores * 1000)}m`;

function table(name: string, { rows, requested, allocatable }: Capacity): string {
  const line = (columns: string[]) =>
    columns.map((text, index) => (index === 0 ? text.padEnd(60) : text.padStart(8))).join(' ');
  return [
    `${name}: what is requested of its nodes`,
    line(['workload', 'pods', 'cpu', 'memory']),
    ...rows.map((row) => line([row.workload, String(row.pods), millis(row.cpu), mebibytes(row.memory)])),
    line(['requested', '', millis(requested.cpu), mebibytes(requested.memory)]),
    line(['allocatable', '', millis(allocatable.cpu), mebibytes(allocatable.memory)]),
  ].join('\n');
}

test.each([...capacities.keys()])('%s fits its nodes', (name) => {
  const capacity = capacities.get(name)!;
  process.stdout.write(`${table(name, capacity)}\n`);
  expect(capacity.requested.cpu).toBeLessThanOrEqual(capacity.allocatable.cpu);
  expect(capacity.requested.memory).toBeLessThanOrEqual(capacity.allocatable.memory);
});

test('local is counted against one node of 2 CPU and 4 GB, operators and a running Job of each worker included', () => {
  const { rows, allocatable } = capacities.get('local')!;
  expect(allocatable).toEqual({ cpu: 2, memory: 4 * 1024 ** 3 });
  const jobs = rows.filter(({ workload }) => workload.includes('/ScaledJob/'));
  expect(jobs.map(({ pods }) => pods)).toEqual([2, 2, 2]);
  expect(rows.map(({ workload }) => workload)).toEqual(
    expect.arrayContaining(['keda/Helm/keda', 'monitoring/StatefulSet/prometheus', 'monitoring/Deployment/grafana']),
  );
  for (const row of rows) expect([row.workload, row.cpu > 0, row.memory > 0]).toEqual([row.workload, true, true]);
});
