import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../../../charts/project';
import { parseEnvironment } from '../../../src/environment/reading';
import { buildTree, environmentForms } from '../../../src/project';
import { type RenderedEnvironment, renderEnvironment } from '../../../src/render';
import { stringify } from '../../../src/yaml';

const file = join(__dirname, '../../../environments/production.yaml');
const text = readFileSync(file, 'utf8');

/** The production environment with one place of its file changed. */
function rendered(from: string, to: string): RenderedEnvironment {
  if (text.split(from).length !== 2)
    throw new Error(`'${from}' stands ${text.split(from).length - 1} times in ${file}`);
  const environment = parseEnvironment('production.yaml', text.replace(from, to), environmentForms(project));
  return renderEnvironment(buildTree(project, [environment])[0]!);
}
const all = (environment: RenderedEnvironment) =>
  environment.objects.map(({ object }) => stringify(object)).join('---\n');
const before = all(rendered('maxWorkers: 20', 'maxWorkers: 20'));

/** Lines that a change takes away. */
const gone = (after: string) => {
  const kept = new Set(after.split('\n').map((line) => line.trim()));
  return [...new Set(before.split('\n').map((line) => line.trim()))].filter((line) => !kept.has(line));
};

describe('23: one property of the environment changes', () => {
  test('the most jobs of a worker', () => {
    const after = all(rendered('maxWorkers: 20', 'maxWorkers: 7'));
    expect(gone(after)).toEqual(['maxReplicaCount: 20']);
    expect(after).toContain('maxReplicaCount: 7');
  });

  test('the size of a volume', () => {
    const after = all(rendered('storage: 50Gi }\n    broker', 'storage: 80Gi }\n    broker'));
    expect(after).toContain('storage: 80Gi');
    expect(after.split('\n').length).toBe(before.split('\n').length);
  });

  test('the retention of the metrics', () => {
    const after = all(rendered('  platform: {}', '  platform: { monitoring: { prometheus: { retention: 30d } } }'));
    expect(gone(after).join()).toMatch(/15d/);
    expect(after).toMatch(/time: 30d/);
  });

  test('an image, wherever it runs', () => {
    const after = all(rendered('zamperla-fastapi/ui:1.0.0', 'zamperla-fastapi/ui:1.1.0'));
    expect(after).not.toContain('ui:1.0.0');
    expect(gone(after)).toEqual(['image: registry.example.com/zamperla-fastapi/ui:1.0.0']);
  });

  test('the image of the database, in the server, in its migration and where its five clients wait', () => {
    const after = all(
      rendered(
        'data: registry.example.com/zamperla-fastapi/data:1.0.0',
        'data: registry.example.com/zamperla-fastapi/data:1.0.0\n      postgres: postgres:18.5',
      ),
    );
    expect(after).not.toContain('postgres:18.6');
    expect(after.match(/image: postgres:18\.5/g)).toHaveLength(7);
  });

  test('the namespace, in every object, address, policy, alert and dashboard', () => {
    const after = all(rendered('  zamperla:\n    images:', '  zamperla:\n    namespace: rides\n    images:'));
    const fixed =
      /zamperla\.example\.com|zamperla-app|zamperla-data|zamperla-workers|zamperla-monitoring|zamperla-fastapi|zamperla_data|zamperla-pipeline|Zamperla|vhost=/;
    expect(after).not.toMatch(/namespace: zamperla\n/);
    expect(after).not.toMatch(/\.zamperla\.svc/);
    expect(after).not.toMatch(/namespace=\\*"zamperla/);
    expect(after).not.toMatch(/metadata\.name: zamperla\n/);
    for (const line of after.split('\n'))
      if (/\bnamespaces?\b/.test(line) && /zamperla/.test(line)) expect(line).toMatch(fixed);
    expect(after).toContain('rabbitmq-service.rides.svc.cluster.local');
  });
});
