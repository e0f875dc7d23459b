import { loadAll } from 'js-yaml';
import { healthSettings } from '../../src/gitops';
import type { KubernetesObject } from '../../src/kubernetes';
import { filesOf } from '../../src/render';
import { type EnvironmentOverrides, makeProduction, makeSystem } from '../fixtures';
import { healthBy } from './lua';

const prefix = 'resource.customizations.health.';
const settingsOf = (health: Record<string, string> = {}, kinds: readonly string[] = []) =>
  healthSettings(makeProduction({ argocd: { health, manageSettings: true } }), (kind) => kinds.includes(kind));
const all = settingsOf({}, ['argoproj.io/Application', 'networking.k8s.io/Ingress']);

describe('the health of an Application', () => {
  const rule = all[`${prefix}argoproj.io_Application`]!;
  const health = (status: string, message?: string) => ({ status, ...(message !== undefined && { message }) });
  const synced = { status: 'Synced' };
  const operation = { sync: { revision: 'a1b2c3' } };

  test.each<[string, object, Record<string, string>]>([
    ['without a status', {}, health('Progressing', 'no health reported yet')],
    ['that has an empty status', { status: {} }, health('Progressing', 'no health reported yet')],
    [
      'whose objects are missing before its first sync',
      { status: { health: { status: 'Missing' }, sync: { status: 'OutOfSync' } } },
      health('Missing', ''),
    ],
    [
      'that can not be compared with Git, and so has no objects that could be missing',
      { status: { health: { status: 'Healthy' }, sync: { status: 'Unknown' } } },
      health('Progressing', 'no health reported yet'),
    ],
    [
      'whose sync is asked for',
      { operation, status: { health: { status: 'Healthy' }, sync: { status: 'OutOfSync' } } },
      health('Progressing', 'a sync is asked for'),
    ],
    [
      'whose next sync is asked for after one that succeeded',
      {
        operation,
        status: {
          health: { status: 'Healthy' },
          sync: synced,
          operationState: { phase: 'Succeeded', message: 'successfully synced (all tasks run)' },
        },
      },
      health('Progressing', 'a sync is asked for'),
    ],
    [
      'whose migration runs, while all else of it is healthy',
      {
        operation,
        status: {
          health: { status: 'Healthy' },
          sync: synced,
          operationState: { phase: 'Running', message: 'waiting for completion of hook batch/Job/db-migrate' },
        },
      },
      health('Progressing', 'waiting for completion of hook batch/Job/db-migrate'),
    ],
    [
      'whose migration has failed and is tried again',
      {
        operation,
        status: {
          health: { status: 'Degraded' },
          sync: synced,
          operationState: {
            phase: 'Running',
            message: 'one or more synchronization tasks completed unsuccessfully. Retrying attempt #3 at 10:41PM.',
          },
        },
      },
      health(
        'Progressing',
        'one or more synchronization tasks completed unsuccessfully. Retrying attempt #3 at 10:41PM.',
      ),
    ],
    [
      'whose next sync is asked for after one that failed',
      { operation, status: { health: { status: 'Healthy' }, sync: synced, operationState: { phase: 'Failed' } } },
      health('Progressing', 'a sync is asked for'),
    ],
    [
      'whose sync runs and says nothing',
      { operation, status: { health: { status: 'Healthy' }, sync: synced, operationState: { phase: 'Running' } } },
      health('Progressing', 'a sync runs'),
    ],
    [
      'whose sync is being ended',
      {
        status: {
          health: { status: 'Healthy' },
          sync: synced,
          operationState: { phase: 'Terminating', message: 'operation is terminating' },
        },
      },
      health('Progressing', 'operation is terminating'),
    ],
    [
      'whose sync has failed, though all of its objects are healthy',
      {
        status: {
          health: { status: 'Healthy' },
          sync: synced,
          operationState: { phase: 'Failed', message: 'Operation terminated' },
        },
      },
      health('Degraded', 'Operation terminated'),
    ],
    [
      'whose sync could not be made',
      { status: { health: { status: 'Healthy' }, sync: synced, operationState: { phase: 'Error' } } },
      health('Degraded', 'the last sync failed'),
    ],
    [
      'that is synced and healthy',
      { status: { health: { status: 'Healthy' }, sync: synced, operationState: { phase: 'Succeeded' } } },
      health('Healthy', ''),
    ],
    [
      'whose objects are degraded after a sync that succeeded',
      {
        status: {
          health: { status: 'Degraded', message: 'a pod crashes' },
          sync: synced,
          operationState: { phase: 'Succeeded' },
        },
      },
      health('Degraded', 'a pod crashes'),
    ],
    [
      'that was not synced by an operation, as all of it was there',
      { status: { health: { status: 'Healthy' }, sync: synced } },
      health('Healthy', ''),
    ],
    [
      'that can not be compared now, after a sync that succeeded',
      {
        status: { health: { status: 'Healthy' }, sync: { status: 'Unknown' }, operationState: { phase: 'Succeeded' } },
      },
      health('Healthy', ''),
    ],
    [
      'that is suspended',
      { status: { health: { status: 'Suspended' }, sync: synced, operationState: { phase: 'Succeeded' } } },
      health('Suspended', ''),
    ],
  ])('%s', (_, object, expected) => {
    expect(healthBy(rule, object)).toEqual(expected);
  });
});

describe('an Ingress is healthy, so that nothing waits for its address', () => {
  const rule = all[`${prefix}networking.k8s.io_Ingress`]!;
  const told = 'no address: no controller serves its class, or the controller publishes none';

  test.each<[string, object, string]>([
    ['as it was made', {}, told],
    ['with a status that its controller has emptied', { status: { loadBalancer: {} } }, told],
    ['with an empty list of addresses', { status: { loadBalancer: { ingress: [] } } }, told],
    ['with an address', { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } }, ''],
    ['with the name of a balancer', { status: { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }] } } }, ''],
  ])('%s', (_, object, message) => {
    expect(healthBy(rule, object)).toEqual({ status: 'Healthy', message });
  });
});

describe('the rules that are written', () => {
  const keys = (health?: Record<string, string>, kinds?: readonly string[]) => Object.keys(settingsOf(health, kinds));

  test('are ours for kinds that the environment has', () => {
    expect(keys({}, ['argoproj.io/Application', 'apps/Deployment'])).toEqual([`${prefix}argoproj.io_Application`]);
    expect(Object.keys(all)).toEqual([`${prefix}argoproj.io_Application`, `${prefix}networking.k8s.io_Ingress`]);
  });

  test('leave a kind to Argo CD where the environment says so', () => {
    expect(keys({ 'networking.k8s.io/Ingress': 'built-in' }, ['networking.k8s.io/Ingress'])).toEqual([]);
  });

  test('are those of the environment, in the place of ours and for any other kind, of the core too', () => {
    const own = 'return { status = "Healthy" }\n';
    const given = { Service: own, 'networking.k8s.io/Ingress': own, 'example.com/Thing': own };
    expect(settingsOf(given, ['networking.k8s.io/Ingress'])).toEqual({
      [`${prefix}networking.k8s.io_Ingress`]: own,
      [`${prefix}Service`]: own,
      [`${prefix}example.com_Thing`]: own,
    });
    expect(healthBy(own, {})).toEqual({ status: 'Healthy' });
  });
});

describe('the settings of an environment whose systems do not keep them', () => {
  const bootstrap = (overrides: EnvironmentOverrides) => {
    const environment = makeSystem(makeProduction(overrides)).render().environment;
    const text = filesOf(environment).find(({ path }) => path.endsWith('/bootstrap.yaml'))?.text;
    return text === undefined ? undefined : (loadAll(text) as KubernetesObject[]);
  };

  test('are in bootstrap.yaml alone, before the root', () => {
    const objects = bootstrap({ argocd: { manageSettings: true } });
    expect(objects?.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap argocd-cm',
      'AppProject root',
      'Application root',
    ]);
    expect(objects?.[0]).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'argocd-cm',
        namespace: 'argocd',
        labels: { 'app.kubernetes.io/part-of': 'argocd' },
        annotations: {
          'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        },
      },
      data: settingsOf({}, ['argoproj.io/Application']),
    });
  });

  test('are not written where somebody else manages them', () => {
    expect(bootstrap({ argocd: { manageSettings: false } })?.map(({ kind }) => kind)).toEqual([
      'AppProject',
      'Application',
    ]);
  });
});
