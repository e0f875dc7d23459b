import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { z } from 'zod';
import { ProblemsError } from '../../src/problem';
import { buildTree, type Project, problemsOf } from '../../src/project';
import {
  Application,
  type ApplicationProps,
  defineSystem,
  EnvironmentRoot,
  isApplication,
  NamespacesApplication,
  System,
} from '../../src/system';
import { WebService } from '../../src/tiers';
import { describeEveryProp, makeEnvironment, makeSystem, problemsFrom, renderTree, small } from '../fixtures';

const root = () => EnvironmentRoot.standalone(makeEnvironment());
const form = "is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit";

describe('a system', () => {
  test('labels everything with its id, or with another name that never changes', () => {
    expect([new System(root(), 'shop').app, new System(root(), 'shop', { app: 'shop-app' }).app]).toEqual([
      'shop',
      'shop-app',
    ]);
  });

  test('may stand twice in an environment: names of cluster-scoped objects begin with it', () => {
    const environment = root();
    for (const id of ['shop-1', 'shop-2']) {
      const application = new Application(new System(environment, id, { app: 'shop' }), `${id}-app`, { namespace: id });
      new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small });
    }
    expect(
      renderTree(environment)
        .all('Deployment')
        .map(({ metadata }) => metadata.namespace),
    ).toEqual(['shop-1', 'shop-2']);
  });

  test('is found from below', () => {
    const { system, application, root: environment } = makeSystem();
    const deep = new Construct(new Construct(application, 'a'), 'b');
    expect(System.of(deep)).toBe(system);
    expect(Application.containing(deep)).toBe(application);
    expect(EnvironmentRoot.of(deep)).toBe(environment);
  });
});

describe('an Application', () => {
  test('is a chart with a mark of its own', () => {
    const { application } = makeSystem();
    expect([isApplication(application), isApplication(new Chart(new App(), 'chart'))]).toEqual([true, false]);
    expect([application.name, application.destination]).toEqual(['shop-app', 'shop']);
  });

  test('with a namespace of others gets neither Namespace nor policies of the namespace', () => {
    const test = makeSystem();
    const foreign = new Application(test.system, 'foreign', { namespace: 'theirs', managedNamespace: false });
    new WebService(foreign, 'web', { image: 'web:1.0', port: 80, resources: small });
    const tree = test.render();
    expect(tree.names('foreign')).toEqual(['Deployment web', 'Service web', 'ServiceAccount web']);
    expect(tree.all('Namespace').map(({ metadata }) => metadata.name)).toEqual(['shop']);
  });

  const built = (props: Partial<ApplicationProps>) => {
    const test = makeSystem();
    const application = new Application(test.system, 'more', { namespace: 'more', ...props });
    new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small });
    return test.render();
  };
  describeEveryProp('ApplicationProps', {
    namespace: [() => built({ namespace: 'other' }).get('Deployment').metadata.namespace, 'other'],
    managedNamespace: [() => built({ managedNamespace: false }).all('Namespace').length, 1],
    podSecurity: [
      () =>
        built({ podSecurity: 'privileged' }).get('Namespace', 'more').metadata.labels[
          'pod-security.kubernetes.io/enforce'
        ],
      'privileged',
    ],
  });
  describeEveryProp('SystemProps', {
    app: [() => new System(root(), 'shop', { app: 'other' }).app, 'other'],
  });
});

describe('a part of the tree is refused', () => {
  test.each<[string, () => unknown, string]>([
    ['as a system of an impossible name', () => new System(root(), 'Shop'), `local/Shop: name 'Shop' ${form}`],
    [
      'as a system of an impossible label',
      () => new System(root(), 'shop', { app: 'a b' }),
      `local/shop: name 'a b' ${form}`,
    ],
    [
      'as an Application of an impossible name',
      () => new Application(new System(root(), 'shop'), 'shop_app', { namespace: 'shop' }),
      `local/shop/shop_app: name 'shop_app' ${form}`,
    ],
    [
      'as an Application of an impossible namespace',
      () => new Application(new System(root(), 'shop'), 'shop-app', { namespace: '' }),
      `local/shop/shop-app: name '' ${form}`,
    ],
    [
      "as an Application with the name of Argo CD's folder",
      () => new Application(new System(root(), 'shop'), 'apps', { namespace: 'shop' }),
      "local/shop/apps: name 'apps' is that of Argo CD's own Applications, choose another name",
    ],
    [
      'as an Application with the name of the root',
      () => new Application(new System(root(), 'shop'), 'root', { namespace: 'shop' }),
      "local/shop/root: name 'root' is that of Argo CD's own Applications, choose another name",
    ],
    [
      'as an Application with the name of one of another system',
      () => {
        const environment = root();
        for (const id of ['shop', 'blog']) new Application(new System(environment, id), 'app', { namespace: id });
      },
      "local/blog/app: there is an Application 'app' already in environment 'local', choose another name",
    ],
    ...['apps', 'namespaces', 'root'].map((name): [string, () => unknown, string] => [
      `as a system with a name of the environment's own: ${name}`,
      () => new System(root(), name),
      `local/${name}: name '${name}' is one of the environment's own, choose another`,
    ]),
    [
      'as a second place of the Namespaces',
      () => {
        const system = new System(root(), 'platform');
        for (const id of ['namespaces', 'more-namespaces']) new NamespacesApplication(system, id);
      },
      "local/platform/more-namespaces: is a second NamespacesApplication beside 'local/platform/namespaces', one an environment is possible: remove one of them",
    ],
    [
      'outside every environment',
      () => new System(new App(), 'shop'),
      'shop: stands outside every environment, create it below an EnvironmentRoot',
    ],
    [
      'outside every system',
      () => new Application(root(), 'shop-app', { namespace: 'shop' }),
      'local: stands outside every system, create it below a System',
    ],
    [
      'outside every Application',
      () => new WebService(new System(root(), 'shop'), 'web', { image: 'web:1.0', port: 80, resources: small }),
      'local/shop/web: stands outside every Application, create it below one',
    ],
  ])('%s', (_, build, message) => {
    expect(problemsFrom(build)).toBe(message);
  });
});

describe('a project', () => {
  const built: string[] = [];
  const system = (name: string, work = () => {}) =>
    defineSystem({
      name,
      settings: z.looseObject({}),
      build: (environment, settings) => {
        built.push(`${environment.name}/${name} ${JSON.stringify(settings)}`);
        work();
        return new System(environment, name);
      },
    });
  const fails = (error: Error) => () => {
    throw error;
  };
  const deployed = (name: string, systems: Record<string, { replicas?: number }>) => makeEnvironment({ name, systems });

  test('builds in each environment the systems that it names, with their settings', () => {
    built.length = 0;
    const project: Project = { systems: [system('shop'), system('blog')] };
    const roots = buildTree(project, [
      deployed('local', { shop: { replicas: 2 } }),
      deployed('staging', { blog: {}, shop: {} }),
    ]);
    expect(built).toEqual(['local/shop {"replicas":2}', 'staging/shop {}', 'staging/blog {}']);
    expect(roots.map(({ name }) => name)).toEqual(['local', 'staging']);
  });

  test('tells the problems of every system of every environment', () => {
    const project: Project = {
      systems: [
        system('shop', fails(new Error('broke'))),
        system('blog', fails(ProblemsError.at('a place', 'is wrong'))),
      ],
    };
    expect(
      problemsFrom(() => buildTree(project, [deployed('b', { shop: {} }), deployed('a', { shop: {}, blog: {} })])),
    ).toBe('a place: is wrong\na/shop: broke\nb/shop: broke');
  });

  test('passes a mistake in a program on', () => {
    expect(() => problemsOf(new TypeError('x is undefined'), 'here')).toThrow(TypeError);
    expect(() => problemsOf('text', 'here')).toThrow('text');
  });
});
