import { ApiObject, JsonPatch } from 'cdk8s';

import type { IConstruct } from 'constructs';
import { project } from '../../charts/project';
import { KubeObject, waive } from '../../src/kubernetes';
import { buildTree, readEnvironments } from '../../src/project';
import { renderEnvironment } from '../../src/render';
import { Application, EnvironmentRoot, HelmOperator, System } from '../../src/system';
import { WebService } from '../../src/tiers';
import { makeEnvironment, makeSystem, problemsFrom, renderTree, small, type TestSystem } from '../fixtures';

const web = (scope: Application, name: string) =>
  new WebService(scope, name, { image: 'web:1.0', port: 80, resources: small });

const toolIn = (test: TestSystem) =>
  new HelmOperator(test.system, 'tool', {
    chart: { repository: 'https://charts.example.com', chart: 'tool', version: '1.2.3' },
    namespace: 'tool',
    values: {},
    provides: [],
    kinds: { cluster: [], namespaced: [] },
    pods: { pods: 1, cpu: '50m', memory: '64Mi' },
  });

/** Two connected tiers and an operator. */
function shop() {
  const test = makeSystem();
  const [front, back] = [web(test.application, 'front'), web(test.application, 'back')];
  front.connectTo(back);
  return { ...test, front, back, operator: toolIn(test) };
}

type Shop = ReturnType<typeof shop>;

/** Every object that is derived from others: its place in the tree, and the handle that leads there. */
const derived: readonly [string, (shop: Shop) => KubeObject][] = [
  ['local/shop/shop-app/front/network-policy', ({ front }) => front.networkPolicy],
  ['local/namespaces/shop/namespace', ({ root }) => root.namespace('shop').object],
  ['local/namespaces/shop/default-deny', ({ application }) => application.namespaceObjects.defaultDeny],
  ['local/namespaces/shop/allow-dns', ({ root }) => root.namespace('shop').allowDns],
  ['local/namespaces/tool/namespace', ({ root }) => root.namespace('tool').object],
  ['local/apps/application.shop-app', ({ application }) => application.argoApplication],
  ['local/apps/application.tool', ({ operator }) => operator.argoApplication],
  ['local/apps/appproject.shop', ({ system }) => system.project],
  ['local/apps/application.root', ({ root }) => root.argoCd.rootApplication],
  ['local/apps/appproject.root', ({ root }) => root.argoCd.rootProject],
];

describe('a derived object', () => {
  test.each(derived)(
    '%s is there from its owner on, and takes labels, annotations, patches and waivers',
    (path, handle) => {
      const before = shop()
        .render()
        .environment.objects.find(({ constructPath }) => constructPath === path)!;
      const test = shop();
      const object = handle(test);
      object.metadata.addLabel('team', 'orders');
      object.metadata.addAnnotation('note', 'mine');
      object.addJsonPatch(JsonPatch.add('/metadata/labels/patched', 'yes'));
      waive(object, 'some-rule', 'for a test');
      const after = test.render().environment.objects.find(({ constructPath }) => constructPath === path)!;
      expect(object.node.path).toBe(path);
      expect(after).toEqual({
        ...before,
        object: {
          ...before.object,
          metadata: {
            ...before.object.metadata,
            labels: { ...before.object.metadata.labels, team: 'orders', patched: 'yes' },
            annotations: {
              ...before.object.metadata.annotations,
              note: 'mine',
              'tiers.cdk8s.io/waive.some-rule': 'for a test',
            },
          },
        },
      });
    },
  );

  test('is what cdk8s finds for its owner', () => {
    const { application, operator, system, root } = shop();
    expect([application, operator, system, root.namespace('shop')].map((one) => ApiObject.of(one).node.path)).toEqual([
      'local/apps/application.shop-app',
      'local/apps/application.tool',
      'local/apps/appproject.shop',
      'local/namespaces/shop/namespace',
    ]);
  });

  test('follows patches of what it is derived from: a project allows the patched kinds', () => {
    const test = shop();
    const guest = new ApiObject(test.application, 'guest', {
      apiVersion: 'example.com/v1',
      kind: 'Wrong',
      metadata: { name: 'guest' },
    });
    guest.addJsonPatch(JsonPatch.replace('/kind', 'Right'));
    const kinds = test.render().get('AppProject', 'shop').spec.namespaceResourceWhitelist;
    expect(kinds).toContainEqual({ group: 'example.com', kind: 'Right' });
    expect(kinds).not.toContainEqual({ group: 'example.com', kind: 'Wrong' });
  });

  test('is derived anew each time: what is connected later is in it', () => {
    const test = shop();
    const before = test.render().get('NetworkPolicy', 'back').spec;
    web(test.application, 'late').connectTo(test.back);
    const after = test.render().get('NetworkPolicy', 'back').spec;
    expect([before, after].map(({ ingress }) => ingress[0].from.length)).toEqual([1, 2]);
  });
});

describe('a derived object that there is nothing for', () => {
  const changed = (build: (test: TestSystem) => KubeObject) => {
    const test = makeSystem();
    build(test).metadata.addLabel('team', 'orders');
    return problemsFrom(test.render);
  };
  const foreign = (test: TestSystem) =>
    new Application(test.system, 'foreign', { namespace: 'theirs', managedNamespace: false });
  const why = (path: string, object: string, reason: string) =>
    `${path}: ${object} was changed, but it is not written, because ${reason}: remove its patches, labels and annotations`;

  test.each<[string, (test: TestSystem) => KubeObject, string]>([
    [
      'the policy of a tier without connections',
      ({ application }) => web(application, 'web').networkPolicy,
      why(
        'local/shop/shop-app/web/network-policy',
        "NetworkPolicy 'web'",
        'nothing is connected to its pods, nor they to anything',
      ),
    ],
    [
      'the policy of a connected tier in a namespace of others',
      (test) => {
        const tier = web(foreign(test), 'web');
        tier.connectTo(web(test.application, 'back'));
        return tier.networkPolicy;
      },
      why(
        'local/shop/foreign/web/network-policy',
        "NetworkPolicy 'web'",
        "others make namespace 'theirs' (`managedNamespace: false`)",
      ),
    ],
    [
      'the Namespace of others',
      (test) => foreign(test).namespaceObjects.object,
      why(
        'local/namespaces/theirs/namespace',
        "Namespace 'theirs'",
        "others make namespace 'theirs' (`managedNamespace: false`)",
      ),
    ],
    [
      'the policies of a namespace of operators',
      (test) => {
        toolIn(test);
        return test.root.namespace('tool').defaultDeny;
      },
      why(
        'local/namespaces/tool/default-deny',
        "NetworkPolicy 'default-deny'",
        "only operators stand in namespace 'tool'",
      ),
    ],
    [
      'the project of an empty system',
      ({ root }) => new System(root, 'empty').project,
      why('local/apps/appproject.empty', "AppProject 'empty'", "nothing is rolled out by system 'empty'"),
    ],
    [
      'the Application of an empty chart',
      (test) => foreign(test).argoApplication,
      why('local/apps/application.foreign', "Application 'foreign'", 'nothing is rolled out by it'),
    ],
  ])('says why when it is changed: %s', (_, build, message) => {
    expect(changed(build)).toBe(message);
  });

  test('says so too of a Namespace in an environment that writes none', () => {
    const root = EnvironmentRoot.standalone(makeEnvironment());
    const application = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    web(application, 'web');
    expect(renderTree(root).all('Namespace')).toEqual([]);
    application.namespaceObjects.object.metadata.addLabel('team', 'orders');
    expect(problemsFrom(() => renderTree(root))).toBe(
      why('local/namespaces/shop/namespace', "Namespace 'shop'", 'the environment has no NamespacesApplication'),
    );
  });

  test('is left out silently otherwise', () => {
    const test = makeSystem();
    const tier = web(foreign(test), 'web');
    tier.connectTo(web(test.application, 'back'));
    const tree = test.render();
    expect(tree.names('foreign')).toEqual(['Deployment web', 'Service web', 'ServiceAccount web']);
    expect(tree.all('NetworkPolicy').map(({ metadata }) => `${metadata.namespace} ${metadata.name}`)).toEqual([
      'shop allow-dns',
      'shop back',
      'shop default-deny',
    ]);
    expect(tree.all('Namespace').map(({ metadata }) => metadata.name)).toEqual(['shop']);
  });
});

describe('a namespace', () => {
  test('holds what belongs to it as a whole, rolled out with its first Application', () => {
    const test = shop();
    new KubeObject(
      test.root.namespace('shop'),
      'quota',
      { apiVersion: 'v1', kind: 'ResourceQuota', name: 'quota' },
      () => ({ spec: { hard: { pods: '10' } } }),
    );
    const tree = test.render();
    expect(tree.get('ResourceQuota').metadata).toMatchObject({ namespace: 'shop', labels: { app: 'shop' } });
    expect(tree.names()).toContain('ResourceQuota quota');
  });

  test('without an Application has nowhere to put it', () => {
    const test = shop();
    new KubeObject(
      test.root.namespace('tool'),
      'quota',
      { apiVersion: 'v1', kind: 'ResourceQuota', name: 'quota' },
      () => ({}),
    );
    expect(problemsFrom(test.render)).toBe(
      "local/namespaces/tool/quota: belongs to namespace 'tool', but no Application that manages it is rolled out there: create it below an Application",
    );
  });

  test('is asked for after something is rolled out to it', () => {
    expect(problemsFrom(() => shop().root.namespace('lost'))).toBe(
      "local/namespaces: no Application or operator is rolled out to namespace 'lost' yet, there are argocd, shop, tool: ask for it after the first one is made",
    );
  });
});

test('every object of every environment of the project is a construct of the tree, and another one each', () => {
  const seen = new Set<IConstruct>();
  let objects = 0;
  for (const root of buildTree(project, readEnvironments(project))) {
    const byPath = new Map(root.node.findAll().map((construct) => [construct.node.path, construct]));
    for (const { constructPath, object } of renderEnvironment(root).objects) {
      const construct = byPath.get(constructPath)!;
      expect([constructPath, ApiObject.isApiObject(construct) && construct.kind]).toEqual([constructPath, object.kind]);
      seen.add(construct);
      objects += 1;
    }
  }
  expect([seen.size, objects > 200]).toEqual([objects, true]);
});
