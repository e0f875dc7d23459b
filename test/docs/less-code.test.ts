import { App } from 'cdk8s';
import { diffObjects, showPath } from '../../src/checks/change-safety';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { renderExample } from '../examples/example';
import { type Environment, environments } from './less-code/environments';
import { Voting } from './less-code/voting';
import { tableRows, textOf } from './markdown';
import { meaningOf } from './meaning';

const example = renderExample('voting');
const [local, production] = environments as [Environment, Environment];
const ours = (name: string) => meaningOf(example.part({ environment: name }).objects);
const peer = (environment: Environment) => meaningOf(new Voting(new App(), environment).toJson() as KubernetesObject[]);

/** Every field in which the peer's objects mean something else than the example's. */
function differences(environment: Environment): string[] {
  const others = peer(environment);
  return [...ours(environment.name)].flatMap(([key, object]) =>
    diffObjects(object, others.get(key)!).map(
      ({ path, from, to }) => `${key}: ${showPath(path)}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`,
    ),
  );
}

describe.each([local, production].map((environment) => [environment.name, environment] as const))(
  'the chart of cdk8s-plus in %s',
  (name, environment) => {
    test('has the same objects as the example', () => {
      expect([...peer(environment).keys()].sort()).toEqual([...ours(name).keys()].sort());
    });

    test('differs in names and labels only', () => {
      expect(differences(environment)).toEqual([]);
    });
  },
);

test('what differs is seen: numbers, images, and who may come in', () => {
  expect(differences({ ...production, replicas: 3 })).toEqual([
    'Deployment result: spec.replicas: 2 → 3',
    'Deployment vote: spec.replicas: 2 → 3',
  ]);
  const other = { ...local, version: '1.1.0', node: { ...local.node!, cidr: '10.0.0.0/8' } };
  expect(differences(other).map((told) => told.replace(/: .*/, ''))).toEqual([
    'Deployment result',
    'Deployment vote',
    'Deployment worker',
    'NetworkPolicy result',
    'NetworkPolicy result',
    'NetworkPolicy vote',
    'NetworkPolicy vote',
  ]);
});

test('the example takes at most half of the lines, as the page counts them', () => {
  const sums = tableRows(textOf('docs/less-code.md')).filter(([side]) => side?.startsWith('**'));
  const [own, others] = sums.map(([, , lines]) => Number(lines?.replaceAll('*', '')));
  expect(own).toBeGreaterThan(0);
  expect(own! * 2).toBeLessThanOrEqual(others!);
});
