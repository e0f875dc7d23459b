import { platform } from '@cdk8s-tiers/platform';
import {
  Application,
  Credential,
  defineSystem,
  generated,
  KubeObject,
  type OperatorDefinition,
  type Project,
  System,
  z,
} from 'cdk8s-tiers';
import type { EnvironmentForms } from '../../src/environment';
import { parseEnvironment } from '../../src/environment/reading';
import { buildEnvironment, environmentForms } from '../../src/project';
import { renderEnvironment } from '../../src/render';
import { strimzi } from '../docs/ways-out/an-operator-of-your-own';
import { problemsFrom } from '../fixtures';

/** What a project of the test emits in its own system. */
type Build = (application: Application) => void;

const tool: OperatorDefinition = {
  name: 'tool',
  title: 'A tool of others.',
  namespace: 'tools',
  resources: { cpu: '10m', memory: '32Mi' },
  application: 'tool-operator',
  chart: { repository: 'https://charts.example.com', chart: 'tool', version: '1.2.3' },
  provides: ['tool.example.com'],
  kinds: { cluster: [], namespaced: ['apps/Deployment'] },
  pods: 2,
  values: ({ resources, namespace }) => ({ resources, watch: namespace }),
};

const project = (build: Build): Project => ({
  operators: [tool, strimzi],
  systems: [
    platform,
    defineSystem({
      name: 'shop',
      settings: z.looseObject({}),
      build: (root) => {
        const system = new System(root, 'shop');
        build(new Application(system, 'shop-app', { namespace: 'shop' }));
        return system;
      },
    }),
  ],
});

const text = (sections: string) => `name: test
cluster:
  kubernetesVersion: '1.36'
  apiServerCidrs: [10.0.0.1/32]
  nodeCidrs: [10.1.0.0/16]
  nodes: [{ name: one, count: 1, cpu: 4, memory: 8Gi }]
gitops: { repository: https://git.example.com/a/b.git }
exposure: { type: NodePort }
storage: { mode: static, node: one, root: /data }
${sections}systems: { platform: {}, shop: {} }
`;
const parse = (sections: string, forms: EnvironmentForms) => parseEnvironment('test.yaml', text(sections), forms);

function rendered(build: Build, sections = 'secrets: { provider: manual }\n') {
  const made = project(build);
  return renderEnvironment(buildEnvironment(made, parse(sections, environmentForms(made))));
}
const operatorsOf = (...given: Parameters<typeof rendered>) =>
  rendered(...given)
    .operators.map(({ name }) => name)
    .sort();
const manual = 'secrets: { provider: manual }\n';
const nothing = () => undefined;
const uses =
  (group: string): Build =>
  (application) =>
    void new KubeObject(application, 'use', { apiVersion: `${group}/v1`, kind: 'Use', name: 'use' }, () => ({}));

describe('an operator is installed', () => {
  test('nowhere without need', () => {
    expect(operatorsOf(nothing)).toEqual([]);
  });

  test.each([
    ['keda.sh', 'keda'],
    ['external-secrets.io', 'external-secrets'],
    ['generators.external-secrets.io', 'external-secrets'],
    ['bitnami.com', 'sealed-secrets'],
    ['cert-manager.io', 'cert-manager'],
    ['tool.example.com', 'tool-operator'],
    ['kafka.strimzi.io', 'strimzi'],
  ])('where something is of group %s', (group, operator) => {
    expect(operatorsOf(uses(group))).toEqual([operator]);
  });

  test('where a Secret is to come sealed, before anything is: sealing needs its certificate', () => {
    const sealed = 'secrets: { provider: sealed-secrets, certificate: cluster.pem }\n';
    const credential: Build = (application) =>
      void new Credential(application, 'login', { name: 'login', keys: { token: generated() } });
    expect(operatorsOf(credential, sealed)).toEqual(['sealed-secrets']);
  });

  test('where the file says so, and nowhere that it says no', () => {
    expect(operatorsOf(nothing, `${manual}operators: { keda: { install: true } }\n`)).toEqual(['keda']);
    expect(operatorsOf(uses('keda.sh'), `${manual}operators: { keda: { install: false } }\n`)).toEqual([]);
  });
});

test('an operator of the project has its chart, its settings and its place in the rollout', () => {
  const { objects, operators, applicationWaves } = rendered(
    uses('tool.example.com'),
    `${manual}operators: { tool: { namespace: other, resources: { cpu: 20m } } }\n`,
  );
  const { object } = objects.find(({ object: { metadata } }) => metadata.name === 'tool-operator')!;
  expect(object.spec).toMatchObject({
    source: {
      chart: 'tool',
      helm: { values: 'resources:\n  cpu: 20m\n  memory: 32Mi\nwatch: other\n' },
    },
    destination: { namespace: 'other' },
  });
  expect(operators).toMatchObject([{ name: 'tool-operator', namespace: 'other', pods: 2, cpu: '20m', memory: '32Mi' }]);
  expect(applicationWaves.get('shop-app')).toBeGreaterThan(applicationWaves.get('tool-operator')!);
});

test.each([
  [
    'operators: { tools: {} }\n',
    "11:14: unknown key 'tools', did you mean 'tool'? allowed: certManager, externalSecrets, keda, sealedSecrets, strimzi, tool",
  ],
  ['operators: { tool: { resources: { cpu: x } } }\n', "11:40: impossible quantity 'x', allowed: cores or thousandths"],
])('what the file says of it is checked: %s', (operators, message) => {
  const told = problemsFrom(() => parse(manual + operators, environmentForms(project(nothing))));
  expect(told.slice(0, `test.yaml:${message}`.length)).toBe(`test.yaml:${message}`);
});

test('two operators of one name are an error', () => {
  const double = { ...project(nothing), operators: [{ ...tool, name: 'keda' }] };
  expect(problemsFrom(() => environmentForms(double))).toBe(
    "project.operators: two have the name 'keda', give your own another; the library has keda, externalSecrets, sealedSecrets, certManager",
  );
});

describe('Prometheus looks at KEDA', () => {
  const looksAt = (build: Build, operators = '') => {
    const { objects } = rendered(build, manual + operators);
    const find = (kind: string, name: string) =>
      JSON.stringify(objects.find(({ object }) => object.kind === kind && object.metadata.name === name)?.object);
    return [
      find('ConfigMap', 'prometheus-config').includes('job_name: keda'),
      find('ConfigMap', 'platform-rules').includes('job keda has no targets'),
      find('NetworkPolicy', 'prometheus').includes('keda-operator'),
    ];
  };

  test('where it is installed, though the systems that need it come later', () => {
    expect(looksAt(uses('keda.sh'))).toEqual([true, true, true]);
    expect(looksAt(nothing, 'operators: { keda: { install: true } }\n')).toEqual([true, true, true]);
  });

  test('nowhere else', () => {
    expect(looksAt(nothing)).toEqual([false, false, false]);
    expect(looksAt(uses('keda.sh'), 'operators: { keda: { install: false } }\n')).toEqual([false, false, false]);
  });
});
