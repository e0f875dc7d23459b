import { join } from 'node:path';
import { readDefinitions, readKinds } from '../../src/manifests';
import { ProblemsError } from '../../src/problem';
import { makeFolder } from '../fixtures/folder';

const kafka = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: kafkas.kafka.strimzi.io
  annotations:
    tiers.cdk8s.io/pod-template: spec.worker.template
    tiers.cdk8s.io/pods-end: 'true'
    tiers.cdk8s.io/ready-condition: Synced
spec:
  group: kafka.strimzi.io
  scope: Namespaced
  names: { kind: Kafka, plural: kafkas }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          description: not read
          properties:
            spec: { type: object, properties: { replicas: { type: integer, format: int32, minimum: 1 } } }
    - { name: v1beta1, served: false, storage: false }
`;
const problemsOf = (files: Record<string, string>) => {
  const folder = makeFolder(files);
  try {
    readDefinitions(folder);
  } catch (error) {
    if (error instanceof ProblemsError)
      return error.problems.map(({ where, message }) => `${where}: ${message}`.replaceAll(`${folder}/`, ''));
    throw error;
  }
  return [];
};

test('a definition tells scope, served versions, schema, pod template and readiness', () => {
  expect(readDefinitions(makeFolder({ 'kafka.yaml': kafka }))).toEqual([
    {
      group: 'kafka.strimzi.io',
      kind: 'Kafka',
      plural: 'kafkas',
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { replicas: { type: 'integer', minimum: 1 } } } },
          },
        },
      ],
      podTemplate: { path: ['spec', 'worker', 'template'], ends: true },
      readyCondition: 'Synced',
    },
  ]);
});

test('a folder that is not there defines nothing; one that is adds to what is known', () => {
  expect(readKinds(join(makeFolder(), 'crds')).scopeOf('kafka.strimzi.io', 'Kafka')).toBeUndefined();
  const kinds = readKinds(makeFolder({ 'kafka.yaml': kafka }));
  expect([kinds.scopeOf('kafka.strimzi.io', 'Kafka'), kinds.scopeOf('apps', 'Deployment')]).toEqual([
    'Namespaced',
    'Namespaced',
  ]);
});

test('what is no definition, or no proper one, is told with its place, all of it at once', () => {
  const files = {
    'a.yaml': `apiVersion: v1\nkind: Service\nmetadata: { name: web }\n---\n${kafka.replace('scope: Namespaced', 'scope: Global')}`,
    'b.yaml': kafka,
    'c.yaml': `# the same again\n${kafka}`,
    'd.yaml': `${kafka.replace('names: { kind: Kafka, plural: kafkas }', 'names: {}')}---\nno: object\n`,
    'e.yaml': kafka.replace('group: kafka.strimzi.io', '').replace(/versions:[\s\S]*/, ''),
    'f.yaml': `${kafka.replace('kind: Kafka,', 'kind: Other,').replace(/versions:[\s\S]*/, 'versions: []\n')}`,
  };
  expect(problemsOf(files)).toEqual([
    'a.yaml:1: Service web is no CustomResourceDefinition of apiextensions.k8s.io/v1: only definitions of kinds stand here, put objects into a chart',
    'a.yaml:5: CustomResourceDefinition kafkas.kafka.strimzi.io defines no kind: spec.scope is "Global"; allowed: "Cluster", "Namespaced"',
    'c.yaml:2: kafka.strimzi.io/Kafka is defined already, in b.yaml:1: remove one of them',
    'd.yaml:1: CustomResourceDefinition kafkas.kafka.strimzi.io defines no kind: spec.names.kind is missing',
    'd.yaml:25: no Kubernetes object (apiVersion or kind is missing)',
    'e.yaml:1: CustomResourceDefinition kafkas.kafka.strimzi.io defines no kind: spec.group is missing',
    'f.yaml:1: CustomResourceDefinition kafkas.kafka.strimzi.io defines no kind: spec.versions is missing',
  ]);
});
