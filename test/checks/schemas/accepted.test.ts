import Ajv from 'ajv';
import {
  hasSchema,
  isClusterScoped,
  KUBERNETES_VERSION,
  schemaKinds,
  validateObject,
} from '../../../src/checks/schemas';
import { POOLS } from '../../../src/checks/schemas/pool';
import { correct, correctObjects } from './objects';
import { put } from './place';

const objects = correctObjects();

test.each(objects.map((object) => [`${object.apiVersion}/${object.kind} ${object.metadata.name}`, object] as const))(
  'accepts the correct %s',
  (_, object) => {
    expect(validateObject(object)).toEqual([]);
  },
);

test('there is a correct object of every kind that has a schema', () => {
  expect([...new Set(objects.map((object) => `${object.apiVersion}/${object.kind}`))].sort()).toEqual(schemaKinds());
});

test('validating leaves the object as it was', () => {
  const pod = correct('Pod');
  validateObject(pod);
  expect(pod).toEqual(correct('Pod'));
});

test('every schema is a valid one in the strict mode of the validator', () => {
  const ajv = new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
  });
  for (const keyword of ['exactlyOne', 'atMostOne'])
    ajv.addKeyword({ keyword, type: 'object', schemaType: 'array', validate: () => true });
  for (const [id, { definitions }] of Object.entries(POOLS)) ajv.addSchema({ $id: id, definitions });
  for (const [id, { definitions }] of Object.entries(POOLS)) {
    for (const name of Object.keys(definitions))
      expect(ajv.getSchema(`${id}#/definitions/${name}`)).toBeInstanceOf(Function);
  }
});

test('a kind without a schema is said to have none and is not checked', () => {
  expect(hasSchema('example.com/v1', 'Thing')).toBe(false);
  expect(hasSchema('extensions/v1beta1', 'Ingress')).toBe(false);
  expect(isClusterScoped('example.com/v1', 'Thing')).toBeUndefined();
  expect(validateObject({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, anything: 1 })).toEqual(
    [],
  );
});

test.each([
  ['v1', 'Namespace', true],
  ['v1', 'PersistentVolume', true],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', true],
  ['rbac.authorization.k8s.io/v1', 'Role', false],
  ['apps/v1', 'Deployment', false],
  ['argoproj.io/v1alpha1', 'Application', false],
])('%s %s is cluster-scoped: %s', (apiVersion, kind, scoped) => {
  expect(isClusterScoped(apiVersion, kind)).toBe(scoped);
});

test('the modelled Kubernetes version is stated', () => {
  expect(KUBERNETES_VERSION).toBe('1.36');
});

test('10,000 objects take well under 1.5 seconds of processor time', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => objects[index % objects.length]!);
  const before = process.cpuUsage();
  for (const object of many) validateObject(object);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(1.5);
});

test.each([
  ['a field that is null counts as absent', 'Deployment', 'spec.template.spec.nodeSelector', null],
  ['an empty name of a priority class stands for none', 'Deployment', 'spec.template.spec.priorityClassName', ''],
  [
    'a volume without a source is an emptyDir',
    'Deployment',
    'spec.template.spec.volumes',
    [{ name: 'a', emptyDir: null }],
  ],
  ['base64 may be broken into lines', 'Secret', 'data.password', 'aGVs\nbG8=\n'],
  ['a quantity may be a number', 'ResourceQuota', 'spec.hard.pods', 1.5],
  [
    'a Job of a ScaledJob may leave the restart policy to KEDA',
    'ScaledJob',
    'spec.jobTargetRef.template.spec.restartPolicy',
    undefined,
  ],
  ['a default of the CRD makes a required field optional', 'Password', 'spec.length', undefined],
])('%s', (_, kind, place, value) => {
  const object = correct(kind);
  put(object, place, value);
  expect(validateObject(object)).toEqual([]);
});

test('a null that stands for a required field is told as missing', () => {
  const object = correct('Deployment');
  put(object, 'spec.template', null);
  expect(validateObject(object)).toEqual([{ path: 'spec.template', message: 'is required, but missing' }]);
});
