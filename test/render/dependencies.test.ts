import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject } from '../../src/kubernetes';
import { Application, EnvironmentRoot, HelmOperator, System } from '../../src/system';
import { WebService } from '../../src/tiers';
import { makeEnvironment, makeSystem, problemsFrom, small, type TestSystem } from '../fixtures';

const web = (scope: Construct, name: string) =>
  new WebService(scope, name, { image: 'web:1.0', port: 80, resources: small });
const config = (scope: Construct, name: string) =>
  new KubeObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', name }, () => ({}));
const guest = (scope: Construct, name: string) =>
  new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const keda = (test: TestSystem) =>
  new HelmOperator(test.system, 'keda', {
    chart: { repository: 'https://charts.example.com', chart: 'keda', version: '1.2.3' },
    namespace: 'keda',
    values: {},
    provides: [],
    kinds: { cluster: [], namespaced: [] },
    pods: { pods: 1, cpu: '50m', memory: '64Mi' },
  });

/** Waves of objects by name, and of Applications, in the order of the names. */
function wavesOf(test: TestSystem, ...names: string[]) {
  const { environment } = test.render();
  return names.map(
    (name) =>
      environment.applicationWaves.get(name) ??
      environment.objects.find(
        ({ object, application }) =>
          application !== '' && object.kind !== 'NetworkPolicy' && object.metadata.name === name,
      )?.wave,
  );
}

describe('addDependency', () => {
  test('between tiers is order: a later wave, nothing else', () => {
    const test = makeSystem();
    const [a, b, c] = [web(test.application, 'a'), web(test.application, 'b'), web(test.application, 'c')];
    a.node.addDependency(b, c);
    b.node.addDependency(c);
    expect(wavesOf(test, 'a', 'b', 'c')).toEqual([2, 1, 0]);
    expect(test.root.topology.flows).toEqual([]);
  });

  test('of an object of a tier is one of the tier', () => {
    const test = makeSystem();
    const [a, b] = [web(test.application, 'a'), web(test.application, 'b')];
    ApiObject.of(a).addDependency(ApiObject.of(b));
    expect(wavesOf(test, 'a', 'b')).toEqual([1, 0]);
  });

  test('between objects that no tier has made gives them waves of their own', () => {
    const test = makeSystem();
    const [a, b, c] = [config(test.application, 'a'), guest(test.application, 'b'), guest(test.application, 'c')];
    a.addDependency(b);
    b.addDependency(c);
    expect(wavesOf(test, 'a', 'b', 'c')).toEqual([2, 1, 0]);
  });

  test('between an object and a tier holds in both directions', () => {
    const test = makeSystem();
    const [first, last] = [config(test.application, 'first'), config(test.application, 'last')];
    const tier = web(test.application, 'tier');
    tier.node.addDependency(first);
    last.addDependency(tier);
    expect(wavesOf(test, 'first', 'tier', 'last')).toEqual([0, 1, 2]);
  });

  test('of a construct is one of everything below it, whatever waits for what inside', () => {
    const test = makeSystem();
    const group = new Construct(test.application, 'group');
    const [inner, outer] = [guest(group, 'inner'), guest(group, 'outer')];
    const tier = web(group, 'tier');
    const last = config(test.application, 'last');
    last.addDependency(group);
    outer.addDependency(inner);
    tier.node.addDependency(outer);
    expect(wavesOf(test, 'inner', 'outer', 'tier', 'last')).toEqual([0, 1, 2, 3]);
  });

  test('between Applications, Systems and operators orders Applications, tiers in them or not', () => {
    const test = makeSystem();
    const later = new System(test.root, 'later');
    const [one, two] = ['later-one', 'later-two'].map((name) => new Application(later, name, { namespace: 'later' }));
    config(test.application, 'a');
    config(one!, 'one');
    config(two!, 'two');
    const operator = keda(test);
    test.application.addDependency(operator);
    later.node.addDependency(test.system);
    two!.addDependency(one!);
    expect(wavesOf(test, 'namespaces', 'keda', 'shop-app', 'later-one', 'later-two')).toEqual([0, 1, 2, 3, 4]);
  });

  test('between a tier and something of another Application orders the Applications', () => {
    const test = makeSystem();
    const other = test.add('shop-other');
    web(test.application, 'a').node.addDependency(config(other, 'b'));
    expect(wavesOf(test, 'shop-other', 'shop-app')).toEqual([1, 2]);
  });

  test('takes time that grows with what was said, not with its paths', () => {
    const test = makeSystem();
    let before: ApiObject[] = [];
    for (let layer = 0; layer < 40; layer++) {
      const objects = [0, 1, 2].map((index) => guest(test.application, `object-${layer}-${index}`));
      for (const object of objects) object.addDependency(...before);
      before = objects;
    }
    expect(wavesOf(test, 'object-0-0', 'object-39-2')).toEqual([0, 39]);
  });
});

describe('addDependency is refused', () => {
  const app = 'local/shop/shop-app';
  const refused = (build: (test: TestSystem) => void) => {
    const test = makeSystem();
    build(test);
    return problemsFrom(test.render);
  };

  test.each<[string, (test: TestSystem) => void, string]>([
    [
      'in a circle, as connections are',
      ({ application }) => {
        const [a, b] = [web(application, 'a'), web(application, 'b')];
        a.connectTo(b);
        b.node.addDependency(a);
      },
      `${app}/a: these depend on each other in a circle, so none can be rolled out first: ${app}/a -> ${app}/b -> ${app}/a; remove one of the connections or give it \`ordered: false\``,
    ],
    [
      'between environments',
      ({ application }) => {
        const root = EnvironmentRoot.standalone(makeEnvironment({ name: 'other' }));
        config(application, 'a').addDependency(
          config(new Application(new System(root, 'shop'), 'far', { namespace: 'shop' }), 'b'),
        );
      },
      `${app}/a: waits for 'other/shop/far/b', which is not part of environment 'local': let it wait for something of its own environment`,
    ],
    [
      'of a tier on its Application',
      ({ application }) => web(application, 'a').node.addDependency(application),
      `${app}/a: waits for '${app}', which it is part of: remove the dependency`,
    ],
    [
      'of a System on its tier',
      ({ application, system }) => system.node.addDependency(web(application, 'a')),
      `local/shop: waits for '${app}/a', which is part of it: remove the dependency`,
    ],
    [
      'inside one tier',
      ({ application }) => {
        const { node } = web(application, 'a');
        ApiObject.of(node.findChild('deployment')).addDependency(node.findChild('service'));
      },
      `${app}/a/deployment: waits for '${app}/a/service', but both are part of '${app}/a', whose objects are rolled out together: remove the dependency`,
    ],
    [
      'where nothing is rolled out',
      ({ root, system, application }) => {
        system.node.addDependency(new Construct(root, 'empty'));
        config(new Chart(root, 'lost') as never, 'a').addDependency(config(application, 'b'));
      },
      `local/lost/a: stands outside every Application, create it below one
local/lost/a: waits for '${app}/b', but nothing is rolled out at or below 'local/lost/a': tiers, guests, objects, Applications and Systems can wait for each other, and what a tier talks to it waits for by connectTo
local/shop: waits for 'local/empty', but nothing is rolled out at or below 'local/empty': tiers, guests, objects, Applications and Systems can wait for each other, and what a tier talks to it waits for by connectTo`,
    ],
  ])('%s', (_, build, message) => {
    expect(refused(build)).toBe(message);
  });
});
