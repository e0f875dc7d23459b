import { ApiObject, JsonPatch } from 'cdk8s';
import { isClusterScoped, KubeObject, type ObjectBody } from '../../src/kubernetes';
import { describeEveryProp, makeSystem, problemsFrom } from '../fixtures';

const object = (body: () => ObjectBody = () => ({ data: { a: '1' } }), props = {}) =>
  new KubeObject(
    makeSystem().application,
    'config',
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'config', ...props },
    body,
  );

describe('an object', () => {
  test('has the labels and the namespace of its Application, and the name that it was given', () => {
    expect(object().toJson()).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'config',
        namespace: 'shop',
        labels: { app: 'shop', 'app.kubernetes.io/managed-by': 'cdk8s-tiers' },
      },
      data: { a: '1' },
    });
  });

  test('is computed when it is rendered, and never before', () => {
    const body = jest.fn(() => ({ data: {} }));
    const found = object(body);
    expect(body).not.toHaveBeenCalled();
    found.toJson();
    expect(body).toHaveBeenCalledTimes(1);
  });

  test('leaves out what is undefined, at any depth, and keeps everything else', () => {
    const body = { a: undefined, b: { c: undefined, d: null, e: '', f: 0, g: false }, h: [{ i: undefined }, []] };
    expect(Object.keys(object(() => body).toJson())).toEqual(['apiVersion', 'kind', 'metadata', 'b', 'h']);
    expect(JSON.stringify(object(() => body).toJson().b)).toBe('{"d":null,"e":"","f":0,"g":false}');
  });

  test('is an ApiObject for cdk8s', () => {
    expect(ApiObject.isApiObject(object())).toBe(true);
    expect(object(undefined, { apiVersion: 'apps/v1', kind: 'Deployment' }).group).toBe('apps');
    expect(object().group).toBe('');
  });
});

describe('a JSON patch', () => {
  test('changes the object, one after the other', () => {
    const found = object();
    found.addJsonPatch(JsonPatch.add('/data/b', '2'), JsonPatch.replace('/data/a', '3'));
    found.addJsonPatch(JsonPatch.remove('/data/b'));
    expect(found.toJson().data).toEqual({ a: '3' });
  });

  test.each([
    ['to the value that is there', JsonPatch.replace('/data/a', '1')],
    ['that only asks', JsonPatch.test('/data/a', '1')],
    ['of a place onto itself', JsonPatch.copy('/data/a', '/data/a')],
  ])('%s changes nothing, and is an error', (_, patch) => {
    const test = makeSystem();
    const found = new KubeObject(
      test.application,
      'config',
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'config' },
      () => ({
        data: { a: '1' },
      }),
    );
    found.addJsonPatch(patch);
    expect(problemsFrom(test.render)).toBe(
      "local/shop/shop-app/config: a JSON patch of ConfigMap 'config' changes nothing, remove it or correct its path or value",
    );
  });

  test('of a place that is not there is an error at the object', () => {
    const test = makeSystem();
    const found = new KubeObject(
      test.application,
      'config',
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'config' },
      () => ({}),
    );
    found.addJsonPatch(JsonPatch.replace('/data/a', '1'));
    expect(problemsFrom(test.render)).toMatch(/^local\/shop\/shop-app\/config: /);
  });
});

describeEveryProp('KubeObjectProps', {
  apiVersion: [() => object(undefined, { apiVersion: 'apps/v1' }).toJson().apiVersion, 'apps/v1'],
  kind: [() => object(undefined, { kind: 'Secret' }).toJson().kind, 'Secret'],
  name: [() => object(undefined, { name: 'other' }).toJson().metadata.name, 'other'],
  labels: [() => object(undefined, { labels: { tier: 'web' } }).toJson().metadata.labels!.tier, 'web'],
  annotations: [() => object(undefined, { annotations: { a: 'b' } }).toJson().metadata.annotations, { a: 'b' }],
});

test.each([
  ['', 'Namespace', true],
  ['', 'PersistentVolume', true],
  ['', 'PersistentVolumeClaim', false],
  ['rbac.authorization.k8s.io', 'ClusterRole', true],
  ['rbac.authorization.k8s.io', 'Role', false],
  ['example.com', 'Namespace', false],
  ['keda.sh', 'ClusterTriggerAuthentication', true],
  ['cilium.io', 'CiliumClusterwideNetworkPolicy', false],
])('%s/%s lives outside namespaces: %s', (group, kind, expected) => {
  expect(isClusterScoped(group, kind)).toBe(expected);
});
