import { join } from 'node:path';
import { ExternalSecret } from '@cdk8s-tiers/imports/external-secrets.io';
import { z } from 'zod';
import { KubeObject, type Priority, priorities } from '../src/kubernetes';
import type { Project } from '../src/project';
import type { OwnRequirement } from '../src/requirements';
import { renderProject } from '../src/synthesis';
import { Application, defineSystem, EnvironmentRoot, HelmOperator, System } from '../src/system';
import { WebService } from '../src/tiers';
import { type EnvironmentOverrides, environmentText, problemsFrom, small } from './fixtures';
import { makeFolder } from './fixtures/folder';

/** A project of one system, and nothing beside it. */
function projectOf(
  build: (system: System) => void,
  overrides: EnvironmentOverrides = {},
  own: Partial<Project> = {},
): Project {
  const text = environmentText({ systems: { shop: {} }, ...overrides }).replace('gitops: null\n', '');
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
const tool = {
  chart: { repository: 'https://charts.example.com', chart: 'tool', version: '1.2.3' },
  namespace: 'tool',
  values: {},
  provides: ['tool.example.com'],
  kinds: { cluster: [], namespaced: [] },
  pods: { pods: 1, cpu: '50m', memory: '64Mi' },
};
const alwaysUp = { defaultPriority: priorities.alwaysUp };
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
  const { errors, placed, waves } = rendered(webOf(), {}, alwaysUp);

  test('has its namespaces and the class that its tiers have by default, and is right', () => {
    expect(placed('Namespace')).toEqual(['foundation/namespaces/shop']);
    expect(placed('PriorityClass')).toEqual(['foundation/priorities/always-up']);
    expect(errors).toEqual([]);
  });

  test('rolls them out first', () => {
    expect(Object.fromEntries(waves)).toEqual({ namespaces: 0, priorities: 0, 'shop-app': 1 });
  });

  test('has no classes that its environment, its entry or nobody needs', () => {
    const objects = [{ kind: 'PriorityClass', name: 'always-up' }];
    expect(rendered(webOf(), {}, { ...alwaysUp, external: { objects } }).placed('PriorityClass')).toEqual([]);
    expect(rendered(webOf(), { external: { objects } }, alwaysUp).placed('PriorityClass')).toEqual([]);
    expect(
      rendered((system) => void new Application(system, 'shop-app', { namespace: 'shop' })).placed('Namespace'),
    ).toEqual(['foundation/namespaces/shop']);
    expect(rendered(webOf()).placed('PriorityClass')).toEqual([]);
  });

  test('that brings a class itself has it once', () => {
    const both = (system: System) => {
      webOf()(system);
      const classes = new Application(system, 'classes', { namespace: 'shop' });
      const own = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'always-up' };
      new KubeObject(classes, 'always-up', own, () => ({ value: 1 }));
    };
    expect(rendered(both, {}, alwaysUp).placed('PriorityClass')).toEqual(['shop/classes/always-up']);
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

describe('an environment that names no GitOps repository', () => {
  const withoutArgoCd = { gitops: null } as unknown as EnvironmentOverrides;
  const { errors, placed } = rendered(webOf(), withoutArgoCd);

  test('has nothing for Argo CD, and everything else', () => {
    expect([placed('Application'), placed('AppProject')]).toEqual([[], []]);
    expect(placed('Namespace')).toEqual(['foundation/namespaces/shop']);
    expect(placed('Deployment')).toEqual(['shop/shop-app/web']);
    expect(errors).toEqual([]);
  });

  test('installs no operator, nor makes a namespace for one', () => {
    const scaled = rendered((system) => {
      const application = new Application(system, 'shop-app', { namespace: 'shop' });
      new HelmOperator(system, 'tool', tool);
      new KubeObject(application, 'use', { apiVersion: 'tool.example.com/v1', kind: 'Use', name: 'use' }, () => ({}));
    }, withoutArgoCd);
    expect([scaled.placed('Application'), scaled.placed('Namespace')]).toEqual([[], ['foundation/namespaces/shop']]);
  });
});

describe('an operator that the file wants installed and nobody installs is an error', () => {
  const operators = { keda: { install: true } };

  test.each([
    [{ operators }, 'no system of this environment installs operators: add the platform'],
    [
      { operators, gitops: null } as unknown as EnvironmentOverrides,
      "Argo CD would do so, and the file has no section 'gitops': add one",
    ],
  ])('%j', (overrides, why) => {
    const project = projectOf(webOf(), overrides);
    expect(problemsFrom(() => renderProject(project))).toBe(
      `${project.environments}/local.yaml: operators.keda.install is true, but ${why}, or install it yourself and take the key out`,
    );
  });
});

describe('what is required and written by the project', () => {
  const store: OwnRequirement = {
    kind: 'StorageClass',
    apiVersion: 'storage.k8s.io/v1',
    name: 'fast',
    why: 'nothing is stored',
    mend: 'make it',
    written: {
      application: 'stores',
      body: (namespaces) => ({ provisioner: 'csi.example.com', parameters: { namespaces: namespaces.join() } }),
    },
  };
  const needing = (requirement: OwnRequirement) => (system: System) => {
    for (const name of ['b', 'a']) {
      const application = new Application(system, `shop-${name}`, { namespace: `shop-${name}` });
      const object = new KubeObject(application, 'map', { apiVersion: 'v1', kind: 'ConfigMap', name }, () => ({}));
      EnvironmentRoot.of(system).requirements.add(object, requirement);
    }
    EnvironmentRoot.of(system).requirements.add(system, requirement);
  };
  const requirementsIn = (...given: Parameters<typeof rendered>) =>
    renderProject(projectOf(...given)).environments.flatMap(({ requirements }) => requirements);

  test('has an Application of its own, which comes before all who need it, and is not asked for', () => {
    const { placed, object, waves } = rendered(needing(store));
    expect(placed('StorageClass')).toEqual(['foundation/stores/fast']);
    expect(object('StorageClass')).toMatchObject({ parameters: { namespaces: 'shop-a,shop-b' } });
    expect(Object.fromEntries(waves)).toEqual({ namespaces: 0, stores: 0, 'shop-a': 1, 'shop-b': 1 });
    expect(requirementsIn(needing(store))).toEqual([]);
  });

  test('is allowed by its project, and nothing else is', () => {
    const { environments } = renderProject(projectOf(needing(store)));
    const project = environments[0]!.objects.find(
      ({ object: { kind, metadata } }) => kind === 'AppProject' && metadata.name === 'foundation',
    );
    expect(project!.object.spec).toMatchObject({
      clusterResourceWhitelist: [
        { group: '', kind: 'Namespace' },
        { group: 'storage.k8s.io', kind: 'StorageClass' },
      ],
    });
  });

  test('is neither written nor asked for where somebody says that it exists', () => {
    const external = { objects: [{ kind: 'StorageClass', name: 'fast' }] };
    expect(rendered(needing(store), { external }).placed('StorageClass')).toEqual([]);
    expect(requirementsIn(needing(store), { external })).toEqual([]);
    expect(requirementsIn(needing(store), {}, { external })).toEqual([]);
  });

  test('is asked for where the project does not write it, with the paths of who needs it', () => {
    const { written: _, ...outside } = store;
    expect(requirementsIn(needing(outside))).toEqual([
      { ...outside, neededBy: ['local/shop', 'local/shop/shop-a/map', 'local/shop/shop-b/map'] },
    ]);
  });

  test('is asked for where the file names it with its version, whoever needs it', () => {
    const objects = [{ kind: 'GatewayClass', apiVersion: 'gateway.networking.k8s.io/v1', name: 'edge' }];
    expect(requirementsIn(() => undefined, { external: { objects } })).toMatchObject([
      { kind: 'GatewayClass', apiVersion: 'gateway.networking.k8s.io/v1', name: 'edge', neededBy: ['local'] },
    ]);
  });

  test('is not asked for either where a system writes it', () => {
    const { written: _, ...outside } = store;
    const build = (system: System) => {
      needing(outside)(system);
      const application = new Application(system, 'own', { namespace: 'shop-a' });
      const { apiVersion = '', kind, name } = store;
      new KubeObject(application, 'store', { apiVersion, kind, name }, () => ({}));
    };
    expect(requirementsIn(build)).toEqual([]);
  });
});

describe('an operator that nobody here installs', () => {
  const job = (system: System) => {
    const application = new Application(system, 'shop-app', { namespace: 'shop' });
    const { apiVersion, kind } = ExternalSecret.GVK;
    new KubeObject(application, 'login', { apiVersion, kind, name: 'login' }, () => ({ spec: {} }));
  };

  test('has to be there', () => {
    const [environment] = renderProject(projectOf(job)).environments;
    expect(environment!.requirements).toEqual([
      {
        kind: 'operator',
        name: 'external-secrets',
        why: 'nobody works on the kinds of external-secrets.io',
        mend: "install chart 'external-secrets' of https://charts.external-secrets.io, or let the platform do so",
        neededBy: ['local'],
      },
    ]);
  });
});
