import { groupOf } from '../kubernetes';
import type { IndexedApplication, IndexedFile, IndexedSecret, OutputIndex } from '../manifests';
import { compare } from '../problem';
import type { SecretRequirement } from '../secrets';
import { pathOf } from './files';
import type { RenderedEnvironment } from './render';
import { secretUsers } from './secret-users';

/** The index of some environments. */
export function indexOf(environments: readonly RenderedEnvironment[]): OutputIndex {
  return {
    version: 1,
    environments: environments.map(({ name, isLocal, kubernetesVersion, nodes, external }) => ({
      name,
      local: isLocal,
      kubernetesVersion,
      nodes,
      ...(external && { external }),
    })),
    applications: environments.flatMap(({ name, applicationWaves, applicationSystems: owners, operators }) =>
      [...applicationWaves]
        .sort(([a, waveA], [b, waveB]) => waveA - waveB || compare(a, b))
        .map(([application, wave]) => ({
          environment: name,
          name: application,
          wave,
          system: owners.get(application) ?? '',
          ...installedBy(operators, application),
        })),
    ),
    files: environments.flatMap(({ objects }) =>
      objects.map((rendered): IndexedFile => {
        const { apiVersion, kind, metadata } = rendered.object;
        return {
          path: pathOf(rendered),
          environment: rendered.environment,
          application: rendered.application,
          system: rendered.system,
          group: groupOf(apiVersion),
          kind,
          ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
          name: metadata.name,
          wave: rendered.wave,
          constructPath: rendered.constructPath,
        };
      }),
    ),
    secrets: environments.flatMap((environment) => secretsOf(environment)),
    requirements: environments.flatMap(({ name: environment, requirements }) =>
      requirements.map((requirement) => ({ environment, ...requirement })),
    ),
  };
}

function secretsOf(environment: RenderedEnvironment): IndexedSecret[] {
  const users = secretUsers(environment);
  return merged(environment.secrets)
    .sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name))
    .map(({ namespace, name, type, keys, system, source, supply = environment.supply }) => ({
      environment: environment.name,
      system,
      namespace,
      name,
      provider: environment.provider,
      supply,
      ...(source && { source }),
      ...(type !== undefined && { type }),
      keys: Object.entries(keys).map(([key, value]) => ({ key, ...value })),
      usedBy: users.get(`${namespace}/${name}`) ?? [],
    }));
}

/** One entry for each Secret: those of others may have been named several times, each time with some of their keys. */
function merged(secrets: readonly SecretRequirement[]): SecretRequirement[] {
  const byName = new Map<string, SecretRequirement>();
  for (const secret of secrets) {
    const place = `${secret.namespace}/${secret.name}`;
    const known = byName.get(place);
    byName.set(place, known ? { ...known, keys: { ...known.keys, ...secret.keys } } : secret);
  }
  return [...byName.values()];
}

/** What an Application brings by a chart. */
function installedBy(
  operators: RenderedEnvironment['operators'],
  application: string,
): Pick<IndexedApplication, 'provides' | 'chartPods'> {
  const operator = operators.find(({ name }) => name === application);
  if (operator === undefined) return {};
  const { provides, namespace, pods, cpu, memory } = operator;
  return { provides, chartPods: { namespace, count: pods, cpu, memory } };
}
