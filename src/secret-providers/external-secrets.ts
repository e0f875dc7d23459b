import {
  ExternalSecretSpecTargetCreationPolicy as CreationPolicy,
  ExternalSecretSpecTargetDeletionPolicy as DeletionPolicy,
  ExternalSecretSpecTargetTemplateEngineVersion as EngineVersion,
  ExternalSecret,
  type ExternalSecretSpec,
  ExternalSecretSpecDataFromSourceRefGeneratorRefKind as GeneratorKind,
  ExternalSecretSpecTargetTemplateMergePolicy as MergePolicy,
  ExternalSecretSpecRefreshPolicy as RefreshPolicy,
  type ExternalSecretSpecSecretStoreRefKind as StoreKind,
  toJson_ExternalSecretSpec,
} from '@cdk8s-tiers/imports/external-secrets.io';
import { Password, toJson_PasswordSpec } from '@cdk8s-tiers/imports/generators.external-secrets.io';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { hostname } from '../environment';
import { groupOf, KubeObject, keepAlways } from '../kubernetes';
import type { OwnRequirement } from '../requirements';
import { defineSecretProvider, type SecretRequirement } from './secret-provider';

const outsideStore = z
  .strictObject({
    name: hostname().describe('Name of the store.'),
    kind: z.enum(['SecretStore', 'ClusterSecretStore']).default('ClusterSecretStore').describe('Kind of the store.'),
    keyPrefix: z.string().default('').describe('What comes before the key of every outside credential in the store.'),
    provider: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        'What its definition has below `spec.provider`, by which the store is written too. Default: whoever runs the cluster has made it.',
      ),
  })
  .refine(({ kind, provider }) => provider === undefined || kind === 'ClusterSecretStore', {
    path: ['provider'],
    error:
      "a store that is written serves the whole cluster, take the key 'kind' out, or make the SecretStores yourself",
  })
  .describe('Store that holds the credentials which come from outside.');

type OutsideStore = z.output<typeof outsideStore>;
type Labels = Readonly<Record<string, string>>;

/** External Secrets Operator: generators in the cluster, and a store for what comes from outside. */
export const externalSecrets = defineSecretProvider({
  name: 'external-secrets',
  title: 'Internal passwords are generated in the cluster, outside credentials come from a store.',
  schema: z.strictObject({ store: outsideStore }),
  create: ({ store }) => ({
    supply: 'objects',
    requirementsOf: (secret) => (isOutside(secret) ? [storeRequirement(store, secret)] : []),
    createObjects(scope, secret, labels) {
      if (isOutside(secret)) emitFromStore(scope, secret, labels, store);
      else emitGenerated(scope, secret, labels);
      return { group: groupOf(ExternalSecret.GVK.apiVersion), kind: ExternalSecret.GVK.kind, name: secret.name };
    },
  }),
});

function isOutside({ keys }: SecretRequirement): boolean {
  return Object.values(keys).some(({ origin }) => origin === 'outside');
}

/** The store: the project's own where its provider is given, for the namespaces that need it alone, else somebody else's. */
function storeRequirement({ name, kind, provider }: OutsideStore, { namespace }: SecretRequirement): OwnRequirement {
  const isNamespaced = kind === 'SecretStore';
  return {
    kind,
    apiVersion: ExternalSecret.GVK.apiVersion,
    name,
    ...(isNamespaced && { namespace }),
    why: 'the Secrets that come from it are never made, and pods wait for them',
    mend: isNamespaced ? 'make it' : 'make it, or let it be written: give secrets.store.provider',
    ...(provider && {
      written: {
        application: 'secret-stores',
        body: (namespaces) => ({ spec: { conditions: [{ namespaces: [...namespaces] }], provider } }),
      },
    }),
  };
}

/**
 * One password, made once and kept: without `immutable`, `Orphan` and the guards a new one would be generated whenever the
 * ExternalSecret is made again, and the database would still know the old one.
 */
function emitGenerated(scope: Construct, secret: SecretRequirement, labels: Labels): void {
  const length = Object.values(secret.keys).reduce(
    (sum, value) => (value.origin === 'generated' ? value.length : sum),
    32,
  );
  // Earlier than who asks it for a password, or that one is Degraded for a moment, which costs the sync a try.
  const generator = { ...Password.GVK, name: secret.name, annotations: keepAlways, early: true };
  new KubeObject(scope, 'generator', generator, () => ({
    // Letters and digits alone survive URLs, connection strings and configuration files.
    spec: toJson_PasswordSpec({
      length,
      digits: Math.floor(length / 4),
      symbols: 0,
      noUpper: false,
      allowRepeat: true,
    }),
  }));
  const data = Object.fromEntries(
    Object.entries(secret.keys).map(([key, value]) => [
      key,
      value.origin === 'fixed' ? value.value : '{{ .password }}',
    ]),
  );
  emit(scope, secret, {
    refreshPolicy: RefreshPolicy.CREATED_ONCE,
    dataFrom: [
      {
        sourceRef: {
          generatorRef: { apiVersion: Password.GVK.apiVersion, kind: GeneratorKind.PASSWORD, name: secret.name },
        },
      },
    ],
    target: {
      name: secret.name,
      creationPolicy: CreationPolicy.ORPHAN,
      deletionPolicy: DeletionPolicy.RETAIN,
      immutable: true,
      template: template(secret, labels, data),
    },
  });
}

function emitFromStore(scope: Construct, secret: SecretRequirement, labels: Labels, store: OutsideStore): void {
  const data = Object.fromEntries(
    Object.entries(secret.keys).map(([key, value]) => [
      key,
      value.origin === 'fixed' ? value.value : `{{ .${identifier(key)} }}`,
    ]),
  );
  emit(scope, secret, {
    refreshPolicy: RefreshPolicy.PERIODIC,
    refreshInterval: '1h0m0s',
    secretStoreRef: { name: store.name, kind: store.kind as StoreKind },
    data: Object.entries(secret.keys)
      .filter(([, value]) => value.origin === 'outside')
      .map(([key]) => ({
        secretKey: identifier(key),
        remoteRef: { key: `${store.keyPrefix}${secret.namespace}/${secret.name}`, property: key },
      })),
    target: {
      name: secret.name,
      creationPolicy: CreationPolicy.OWNER,
      deletionPolicy: DeletionPolicy.RETAIN,
      template: template(secret, labels, data),
    },
  });
}

function emit(scope: Construct, secret: SecretRequirement, spec: ExternalSecretSpec): void {
  new KubeObject(
    scope,
    'external-secret',
    { ...ExternalSecret.GVK, name: secret.name, annotations: keepAlways },
    () => ({
      spec: toJson_ExternalSecretSpec(spec),
    }),
  );
}

// Own metadata: else the labels and annotations of the ExternalSecret, Argo CD's among them, are copied to the Secret.
function template({ type }: SecretRequirement, labels: Labels, data: Record<string, string>) {
  return {
    type,
    engineVersion: EngineVersion.V2,
    mergePolicy: MergePolicy.REPLACE,
    metadata: { labels: { ...labels } },
    data,
  };
}

// Names in templates are Go identifiers: no dots or dashes, no digit first. What is replaced is spelt out, or 'a.b' would be 'a-b'.
function identifier(key: string): string {
  return `key_${key.replace(/[^A-Za-z0-9]/g, (char) => `_${char.charCodeAt(0).toString(16)}_`)}`;
}
