import { validateObject } from '../../../src/checks/schemas';
import { correct, correctObjects } from './objects';
import { put } from './place';

const objects = correctObjects();

test.each(objects.map((object) => [`${object.apiVersion}/${object.kind} ${object.metadata.name}`, object] as const))(
  'accepts the correct %s',
  (_, object) => {
    expect(validateObject(object)).toEqual([]);
  },
);

test('validating leaves the object as it was', () => {
  const pod = correct('Pod');
  validateObject(pod);
  expect(pod).toEqual(correct('Pod'));
});

test('an object of a kind without a schema is not checked', () => {
  expect(validateObject({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, anything: 1 })).toEqual(
    [],
  );
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
