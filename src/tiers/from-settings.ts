import type { Construct } from 'constructs';
import {
  type EnvValue,
  Probe,
  parseCpu,
  parseSize,
  type Resources,
  type SecretKey,
  type Toleration,
} from '../kubernetes';
import { ExistingImagePullSecret, ExistingSecret } from '../secrets';
import type { PodSettings } from './pod-settings';
import type { ProbeProps } from './program';

/** A key of a Secret that somebody else makes, as a file names it. */
export interface SecretKeySetting {
  /** Name of the Secret, in the namespace of the tier. */
  readonly secret: string;
  readonly key: string;
}

/** CPU and memory, as the form `sizing` has them. */
export interface SizingSettings {
  readonly cpu: string;
  readonly memory: string;
  /** @default - none */
  readonly cpuLimit?: string;
}

/** Logins and places, as the form `podSettings` has them. */
export interface PlacementSettings {
  /** @default - none */
  readonly pullSecrets?: readonly string[];
  /** @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly tolerations?: readonly Toleration[];
}

/** What a file says of a tier: what the forms `sizing`, `podSettings`, `variables` and `httpProbe` have. */
export interface TierSettings extends SizingSettings, PlacementSettings {
  /** @default - none */
  readonly env?: Readonly<Record<string, string | SecretKeySetting>>;
  /** @default - whether the first port takes a connection */
  readonly probe?: string;
}

/** Props of pods that follow from a file. */
export type PlacementProps = Pick<PodSettings, 'imagePullSecrets' | 'nodeSelector' | 'tolerations'>;

/** Props of a tier that follow from a file. */
export type PropsFromSettings = PlacementProps &
  Pick<ProbeProps, 'readiness' | 'liveness'> & {
    readonly resources: Resources;
    readonly env?: Readonly<Record<string, EnvValue>>;
  };

/** CPU and memory of a container, as a file says them. */
export function resourcesOf({ cpu, memory, cpuLimit }: SizingSettings): Resources {
  return {
    cpu: parseCpu(cpu),
    memory: parseSize(memory),
    ...(cpuLimit !== undefined && { cpuLimit: parseCpu(cpuLimit) }),
  };
}

/**
 * Where pods come from and where they run, as a file says it.
 *
 * @param scope the Application of the tier: what the file names of Secrets stands there
 * @param common what holds for every tier of the system; the tier's own wins, key by key
 */
export function placementOf(scope: Construct, own: PlacementSettings, common: PlacementSettings = {}): PlacementProps {
  const { nodeSelector = common.nodeSelector, tolerations = common.tolerations } = own;
  const { pullSecrets = common.pullSecrets } = own;
  return {
    ...(pullSecrets && {
      imagePullSecrets: pullSecrets.map((name) =>
        once(scope, `pull-secret-${name}`, (id) => new ExistingImagePullSecret(scope, id, name)),
      ),
    }),
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations }),
  };
}

/**
 * The props of a tier, as a file says them.
 *
 * @param scope the Application of the tier: what the file names of Secrets stands there
 * @param common what holds for every tier of the system; the tier's own wins, key by key
 *
 * @example
 * const ui = { cpu: '100m', memory: '256Mi', pullSecrets: ['registry'], probe: '/health' };
 * new WebService(app, 'ui', { image: 'registry.example.com/shop/ui:1.0.0', port: 8080, ...propsOf(app, ui) });
 */
export function propsOf(scope: Construct, own: TierSettings, common: PlacementSettings = {}): PropsFromSettings {
  const { env, probe } = own;
  const asked = probe === undefined || probe === 'tcp' ? undefined : Probe.http(probe);
  return {
    resources: resourcesOf(own),
    ...(env && { env: variablesOf(scope, env) }),
    ...placementOf(scope, own, common),
    ...(asked && { readiness: asked, liveness: asked }),
  };
}

/** The key of a Secret that a file names. @param scope the Application of who reads it */
export function secretKeyOf(scope: Construct, { secret, key }: SecretKeySetting): SecretKey {
  return once(scope, `secret-${secret}`, (id) => new ExistingSecret(scope, id, secret)).key(key);
}

function variablesOf(scope: Construct, env: NonNullable<TierSettings['env']>): Record<string, EnvValue> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, typeof value === 'string' ? value : secretKeyOf(scope, value)]),
  );
}

/** Several tiers of an Application may name one Secret. */
function once<T extends Construct>(scope: Construct, id: string, make: (id: string) => T): T {
  return (scope.node.tryFindChild(id) as T | undefined) ?? make(id);
}
