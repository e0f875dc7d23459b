import { ApiObject, JsonPatch, Lazy, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubeObject, type ObjectBody } from '../../src/kubernetes';
import { filesOf, indexOf } from '../../src/render';
import { describeEveryProp, makeSystem, problemsFrom } from '../fixtures';

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', name: 'config' };
class Token {
  resolve() {
    return 'resolved';
  }
}
const plain = (scope: Construct) =>
  new ApiObject(scope, 'config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'config' },
    data: { a: '1' },
  } as never);

const object = (body: () => ObjectBody = () => ({ data: { a: '1' } }), props = {}) =>
  new KubeObject(
    makeSystem().application,
    'config',
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'config', ...props },
    body,
  );

describe('an object', () => {
  test('has the labels and the namespace of its Application, and the name that it was given', () => {
    expect(object().toJson()!).toEqual({
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
    expect(Object.keys(object(() => body).toJson()!)).toEqual(['apiVersion', 'kind', 'metadata', 'b', 'h']);
    expect(JSON.stringify(object(() => body).toJson()!.b)).toBe('{"d":null,"e":"","f":0,"g":false}');
  });

  test('is an ApiObject for cdk8s', () => {
    expect(ApiObject.isApiObject(object())).toBe(true);
    expect(object(undefined, { apiVersion: 'apps/v1', kind: 'Deployment' }).group).toBe('apps');
    expect(object().group).toBe('');
  });
});

describe('metadata', () => {
  test('is what cdk8s makes of it, whatever was added', () => {
    const found = object(undefined, { labels: { tier: 'web' }, annotations: {} });
    expect(found.toJson()!.metadata).toEqual(found.metadata.toJson());
    found.metadata.addLabel('a', 'b');
    found.metadata.addAnnotation('c', Lazy.any({ produce: () => 'd' }) as string);
    found.metadata.addFinalizers('example.com/wait');
    found.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'pod', uid: 'u' });
    found.metadata.add('generateName', 'config-');
    found.metadata.add('managedFields', []);
    expect(found.toJson()!.metadata).toEqual(found.metadata.toJson());
    expect(Object.keys(found.toJson()!.metadata)).toHaveLength(7);
  });
});

describe('an object that is absent', () => {
  const absent = () =>
    new KubeObject(
      makeSystem().application,
      'config',
      { ...configMap, labels: { a: 'b' }, absent: () => 'nobody asks' },
      () => ({}),
    );

  test('is not written, and says why when it was changed in vain', () => {
    expect(absent().toJson()).toBeUndefined();
    for (const change of [
      (one: KubeObject) => one.addJsonPatch(JsonPatch.add('/data', {})),
      (one: KubeObject) => one.metadata.addLabel('more', 'x'),
      (one: KubeObject) => one.metadata.addLabel('a', 'other'),
      (one: KubeObject) => one.metadata.addAnnotation('more', 'x'),
    ]) {
      const one = absent();
      change(one);
      expect(() => one.toJson()).toThrow(
        new Error(
          "ConfigMap 'config' was changed, but it is not written, because nobody asks: remove its patches, labels and annotations",
        ),
      );
    }
  });
});

describe('a body', () => {
  test('may be lazy at any depth: it is produced when the object is rendered', () => {
    let replicas = 1;
    const found = object(
      () => ({
        data: Lazy.any({ produce: () => ({ a: [Lazy.any({ produce: () => replicas })], b: undefined }) }),
        absent: Lazy.any({ produce: () => undefined }),
        token: new Token(),
      }),
      { labels: { late: Lazy.any({ produce: () => `r${replicas}` }) } },
    );
    found.metadata.addAnnotation('count', Lazy.any({ produce: () => String(replicas) }) as string);
    replicas = 3;
    const { data, absent, token, metadata } = found.toJson()!;
    expect({ data, absent, token }).toEqual({ data: { a: [3] }, absent: undefined, token: 'resolved' });
    expect([metadata.labels?.late, metadata.annotations]).toEqual(['r3', { count: '3' }]);
  });

  test('may hold the "text or number" of generated bindings', () => {
    const port = new (class IntOrString {
      constructor(readonly value: number) {}
    })(80);
    expect(object(() => ({ port })).toJson()!.port).toBe(80);
  });

  test.each<[string, unknown, string]>([
    ['a Size', { spec: { limits: [Size.gibibytes(1)] } }, "'spec.limits.0' is an object of class Size"],
    ['a function', { spec: { command: () => 'x' } }, "'spec.command' is a function"],
    ['a lazy Size', { spec: Lazy.any({ produce: () => Size.gibibytes(1) }) }, "'spec' is an object of class Size"],
  ])('that is no plain data is refused with its place: %s', (_, body, message) => {
    const test = makeSystem();
    new KubeObject(test.application, 'config', configMap, () => body as ObjectBody);
    expect(problemsFrom(test.render)).toBe(
      `local/shop/shop-app/config: ${message}, which no manifest can hold: give its text or number`,
    );
  });
});

/** Each kind of object that a chart may hold. */
const kinds: readonly [string, (scope: Construct) => ApiObject][] = [
  ['one of ours', (scope) => new KubeObject(scope, 'config', configMap, () => ({ data: { a: '1' } }))],
  ['a plain ApiObject', (scope) => plain(scope)],
];

describe.each(kinds)('a JSON patch of %s', (_, create) => {
  const patched = (...patches: JsonPatch[]) => {
    const test = makeSystem();
    create(test.application).addJsonPatch(...patches);
    return test;
  };

  test('changes the object, one after the other, as often as it is rendered', () => {
    const test = patched(
      JsonPatch.add('/data/b', '2'),
      JsonPatch.replace('/data/a', '3'),
      JsonPatch.test('/data/a', '3'),
      JsonPatch.remove('/data/b'),
      JsonPatch.add('/metadata/labels/a~1b', 'c'),
    );
    for (const { data, metadata } of [test.render(), test.render()].map(({ get }) => get('ConfigMap'))) {
      expect([data, metadata.labels['a/b']]).toEqual([{ a: '3' }, 'c']);
    }
  });

  test.each<[string, JsonPatch, string]>([
    [
      'to the value that is there',
      JsonPatch.replace('/data/a', '1'),
      "'replace /data/a' of ConfigMap 'config' changes nothing, remove it or correct its path or value",
    ],
    [
      'of a place onto itself',
      JsonPatch.copy('/data/a', '/data/a'),
      "'copy /data/a to /data/a' of ConfigMap 'config' changes nothing, remove it or correct its path or value",
    ],
    [
      'that tests what does not hold',
      JsonPatch.test('/data/a', '2'),
      '\'test /data/a\' of ConfigMap \'config\' expects "2", but finds "1"',
    ],
    [
      'of a field that is not there',
      JsonPatch.replace('/data/b', '1'),
      "'replace /data/b' of ConfigMap 'config' finds no 'b' in '/data', which has a: correct the path, or add what is missing first",
    ],
    [
      'below a text',
      JsonPatch.add('/data/a/b/c', '1'),
      "'add /data/a/b/c' of ConfigMap 'config' finds no 'b' in '/data/a', which has nothing below it: correct the path, or add what is missing first",
    ],
    [
      'from a place that is not there',
      JsonPatch.move('/dat/a', '/data/b'),
      "'move /dat/a to /data/b' of ConfigMap 'config' finds no 'dat' in '/', which has apiVersion, kind, metadata, data: correct the path, or add what is missing first",
    ],
  ])('%s is an error at the object', (_, patch, message) => {
    expect(problemsFrom(patched(patch).render)).toBe(`local/shop/shop-app/config: JSON patch ${message}`);
  });
});

describe('identity', () => {
  test.each<[string, JsonPatch, string]>([
    ['name', JsonPatch.replace('/metadata/name', 'other'), "ConfigMap 'other' of namespace 'shop'"],
    ['kind', JsonPatch.replace('/kind', 'Secret'), "Secret 'config' of namespace 'shop'"],
    ['group', JsonPatch.replace('/apiVersion', 'a.b/v1'), "a.b/ConfigMap 'config' of namespace 'shop'"],
    ['namespace', JsonPatch.replace('/metadata/namespace', 'x'), "ConfigMap 'config' of namespace 'x'"],
  ])('of one of ours is not changed by a patch: %s', (_, patch, identity) => {
    const test = makeSystem();
    new KubeObject(test.application, 'config', configMap, () => ({})).addJsonPatch(patch);
    expect(problemsFrom(test.render)).toBe(
      `local/shop/shop-app/config: a JSON patch makes ConfigMap 'config' of namespace 'shop' to ${identity}, but others refer to it by kind and name: give it another name where it is created`,
    );
  });

  test('of an object of others may be: files, index and doubles follow the patched one', () => {
    const test = makeSystem();
    plain(test.application).addJsonPatch(JsonPatch.replace('/metadata/name', 'other'));
    const { environment } = test.render();
    expect(filesOf(environment).map(({ path }) => path)).toContain('local/shop-app/configmap.other.yaml');
    expect(indexOf([environment]).files.map(({ path }) => path)).toContain('local/shop-app/configmap.other.yaml');
    new KubeObject(test.application, 'double', { ...configMap, name: 'other' }, () => ({}));
    expect(problemsFrom(test.render)).toBe(
      "local/shop/shop-app/double: ConfigMap 'other' in namespace 'shop' exists already, made by 'local/shop/shop-app/config': rename one of them",
    );
  });
});

describeEveryProp('KubeObjectProps', {
  absent: [() => object(undefined, { absent: () => 'so' }).toJson(), undefined],
  apiVersion: [() => object(undefined, { apiVersion: 'apps/v1' }).toJson()!.apiVersion, 'apps/v1'],
  kind: [() => object(undefined, { kind: 'Secret' }).toJson()!.kind, 'Secret'],
  name: [() => object(undefined, { name: 'other' }).toJson()!.metadata.name, 'other'],
  digestInName: [
    () => object(undefined, { digestInName: true }).toJson()!.metadata.name,
    expect.stringMatching(/-[0-9a-f]{16}$/),
  ],
  early: [
    () => {
      const { application, render } = makeSystem();
      for (const early of [true, false])
        new KubeObject(application, `${early}`, { ...configMap, name: `early-${early}`, early }, () => ({}));
      return ['true', 'false'].map(
        (early) => render().get('ConfigMap', `early-${early}`).metadata.annotations['argocd.argoproj.io/sync-wave'],
      );
    },
    ['-1', '0'],
  ],
  labels: [() => object(undefined, { labels: { tier: 'web' } }).toJson()!.metadata.labels!.tier, 'web'],
  annotations: [() => object(undefined, { annotations: { a: 'b' } }).toJson()!.metadata.annotations, { a: 'b' }],
});
