import { join } from 'node:path';
import { z } from 'zod';
import { KubeObject, type Priority } from '../src/kubernetes';
import type { Project } from '../src/project';
import { renderProject } from '../src/synthesis';
import { Application, defineSystem, System } from '../src/system';
import { WebService } from '../src/tiers';
import { type EnvironmentOverrides, environmentText, small } from './fixtures';
import { makeFolder } from './fixtures/folder';

/** A project of one system, and nothing beside it. */
function projectOf(
  build: (system: System) => void,
  overrides: EnvironmentOverrides = {},
  own: Partial<Project> = {},
): Project {
  const text = environmentText({ systems: { shop: {} }, ...overrides });
  const folder = makeFolder({ 'environments/local.yaml': text });
  return {
    ...own,
    environments: join(folder, 'environments'),
    output: join(folder, 'dist'),
    systems: [
      defineSystem({
        name: 'shop',
        settings: z.looseObject({}),
        build: (root) => {
          const system = new System(root, 'shop');
          build(system);
          return system;
        },
      }),
    ],
  };
}
const webOf = (priority?: Priority) => (system: System) =>
  void new WebService(new Application(system, 'shop-app', { namespace: 'shop' }), 'web', {
    image: 'registry.example.com/web:1.0.0',
    port: 8080,
    resources: small,
    ...(priority && { priority }),
  });

function rendered(...given: Parameters<typeof projectOf>) {
  const { environments, report } = renderProject(projectOf(...given));
  const objects = environments.flatMap((environment) => environment.objects);
  return {
    errors: report.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    placed: (kind: string) =>
      objects
        .filter(({ object }) => object.kind === kind)
        .map(({ application, system, object }) => `${system}/${application}/${object.metadata.name}`),
    object: (kind: string) => objects.find(({ object }) => object.kind === kind)?.object,
    waves: environments[0]!.applicationWaves,
  };
}

describe('a project without a platform', () => {
  const { errors, placed, waves } = rendered(webOf());

  test('has its namespaces and the classes that its tiers name, and is right', () => {
    expect(placed('Namespace')).toEqual(['foundation/namespaces/shop']);
    expect(placed('PriorityClass')).toEqual(['foundation/priorities/always-up']);
    expect(errors).toEqual([]);
  });

  test('rolls them out first', () => {
    expect(Object.fromEntries(waves)).toEqual({ namespaces: 0, priorities: 0, 'shop-app': 1 });
  });

  test('has no classes that its environment, its entry or nobody needs', () => {
    const objects = [{ kind: 'PriorityClass', name: 'always-up' }];
    expect(rendered(webOf(), {}, { external: { objects } }).placed('PriorityClass')).toEqual([]);
    expect(rendered(webOf(), { external: { objects } }).placed('PriorityClass')).toEqual([]);
    expect(
      rendered((system) => void new Application(system, 'shop-app', { namespace: 'shop' })).placed('Namespace'),
    ).toEqual(['foundation/namespaces/shop']);
  });

  test('that brings a class itself has it once', () => {
    const both = (system: System) => {
      webOf()(system);
      const classes = new Application(system, 'classes', { namespace: 'shop' });
      const own = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'always-up' };
      new KubeObject(classes, 'always-up', own, () => ({ value: 1 }));
    };
    expect(rendered(both).placed('PriorityClass')).toEqual(['shop/classes/always-up']);
  });
});

test('a class of the project’s own is emitted where a tier names it', () => {
  const priority: Priority = {
    name: 'shop-front',
    value: 5000,
    preemptionPolicy: 'Never',
    description: 'what people see',
  };
  const { errors, object } = rendered(webOf(priority));
  expect(errors).toEqual([]);
  expect(object('PriorityClass')).toMatchObject({
    metadata: { name: 'shop-front' },
    value: 5000,
    preemptionPolicy: 'Never',
    description: 'what people see',
  });
});

test('a namespace that others make needs no foundation', () => {
  const alone = rendered(
    (system) => void new Application(system, 'shop-app', { namespace: 'shop', managedNamespace: false }),
  );
  expect([alone.placed('Namespace'), alone.placed('AppProject')]).toEqual([[], ['//root']]);
});
