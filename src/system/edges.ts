import type { Environment, EnvironmentForms, SystemSchema } from '../environment';
import { builtInExposures, type Exposure, type ExposureKind } from '../exposure';
import { builtInNetworkPlugins, type NetworkPlugin } from '../network-plugins';
import { builtInOperators, type OperatorDefinition } from '../operators';
import { builtInSecretProviders, type SecretProvider, type SecretProviderKind } from '../secret-providers';

/** What environment files may choose from, beside the systems. */
export interface EdgeKinds {
  readonly exposures: readonly ExposureKind[];
  readonly secretProviders: readonly SecretProviderKind[];
  readonly operators: readonly OperatorDefinition[];
  readonly networkPlugins: readonly NetworkPlugin[];
}

/** What one environment has chosen: where its systems meet what is outside of them. */
export interface EnvironmentEdges {
  readonly exposure: Exposure;
  readonly secretProvider: SecretProvider;
  /** Every operator that the project knows, whether it is installed or not. */
  readonly operators: readonly OperatorDefinition[];
  /** The network plugin, if it can let pods out to names. @default - none is known */
  readonly networkPlugin?: NetworkPlugin;
}

/** What every project may choose from. */
export const builtInKinds: EdgeKinds = {
  exposures: builtInExposures,
  secretProviders: builtInSecretProviders,
  operators: builtInOperators,
  networkPlugins: builtInNetworkPlugins,
};

/** The forms of environment files for these systems. */
export function formsOf(systems: readonly SystemSchema[], kinds: EdgeKinds = builtInKinds): EnvironmentForms {
  return { systems, ...kinds };
}

/** What an environment that was read with the forms of these kinds has chosen. */
export function edgesOf(environment: Environment, kinds: EdgeKinds = builtInKinds): EnvironmentEdges {
  const { cluster, exposure, secrets } = environment;
  return {
    exposure: chosen(kinds.exposures, exposure.type).create(exposure),
    secretProvider: chosen(kinds.secretProviders, secrets.provider).create(secrets, environment),
    operators: kinds.operators,
    ...(cluster.networkPlugin !== undefined && { networkPlugin: chosen(kinds.networkPlugins, cluster.networkPlugin) }),
  };
}

function chosen<Kind extends { readonly name: string }>(kinds: readonly Kind[], name: string): Kind {
  const found = kinds.find((kind) => kind.name === name);
  if (found) return found;
  throw new Error(
    `the environment has chosen '${name}', which is none of ${kinds.map((kind) => kind.name).join(', ')}`,
  );
}
