import { join } from 'node:path';
import { allRules, type Finding, runChecks } from '../../src/checks';
import { readManifests } from '../../src/manifests';
import { edges, type Fault, misago, wesago, zamperla } from './faults/table';

const folder = join(__dirname, 'faults');
const secrets = [
  { namespace: 'zamperla', name: 'db-credentials', keys: ['password'] },
  { namespace: 'zamperla', name: 'rabbitmq-keda' },
  { namespace: 'zamperla-monitoring', name: 'grafana-admin', keys: ['password'] },
  { namespace: 'gic6', name: 'db-credentials' },
  { namespace: 'gic6', name: 'django-secrets', keys: ['secret-key'] },
  { namespace: 'gic6', name: 'misago-tls' },
];
const external = { secrets, objects: [{ kind: 'PriorityClass', name: 'high-priority' }] };

const known = new Map<string, readonly Finding[]>();

function findings(system: string, name: string): readonly Finding[] {
  const path = join(folder, system, name);
  const found = known.get(path) ?? runChecks(readManifests(path), { external }).findings;
  known.set(path, found);
  return found;
}

const place = ({ rule, field }: Finding): string => `${rule} ${field}`;

describe.each([
  ['zamperla', zamperla],
  ['misago', misago],
  ['wesago', wesago],
  ['edges', edges],
] as [string, readonly Fault[]][])('faults of %s', (system, faults) => {
  test.each(faults)('$name, $title, is found by $rule and by no other rule', ({ name, rule }) => {
    const mended = new Set(findings(system, `${name}.mended.yaml`).map(place));
    const fresh = findings(system, `${name}.broken.yaml`).filter((finding) => !mended.has(place(finding)));
    expect([...new Set(fresh.map((finding) => finding.rule))]).toEqual([rule]);
    // Where and what; why and the mend stand in the list of the rules.
    expect(fresh.map(({ severity, message }) => `${severity}: ${message.split(';')[0]}`).join('\n')).toMatchSnapshot();
  });

  test.each(faults)('$name, mended, gives no error', ({ name }) => {
    const errors = findings(system, `${name}.mended.yaml`).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ message }) => message)).toEqual([]);
  });
});

describe('the tables', () => {
  const all = [...zamperla, ...misago, ...wesago, ...edges];

  test('hold at least 40 faults of zamperla', () => {
    expect(new Set(zamperla.map(({ name }) => Number.parseInt(name, 10))).size).toBeGreaterThanOrEqual(40);
  });

  test('show every rule at work, but for those that need an index, an empty set, a rule of a project or a large object', () => {
    const shown = new Set(all.map(({ rule }) => rule));
    expect(allRules.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([
      'argo-application-missing',
      'argo-application-path',
      'argo-project-kinds',
      'ref-promise',
      'pod-too-large',
      'pool-exceeded',
      'workers-exceed-nodes',
      'no-manifests',
      'rule-failed',
      'configmap-size',
    ]);
  });
});
