import { sourceOf, supplyOf } from '../../../manifests';
import { dig, fields, list, text } from '../../../manifests/fields';
import { type Entry, kedaTriggers, neededSecrets, podReferences } from '../../../manifests/model';
import { each, objects, pods } from '../../builders';
import type { Rule } from '../../rule';

export const configurationReferenceRules: readonly Rule[] = [
  {
    id: 'ref-configmap',
    title: 'a pod names a ConfigMap that nobody makes',
    severity: 'error',
    why: 'the pod waits for it for ever and never starts',
    mend: 'add the ConfigMap in the namespace of the pod, or correct the name',
    check: each(pods, function* (template, context) {
      for (const { kind, name, optional, field } of podReferences(template)) {
        if (kind !== 'ConfigMap' || optional || name === 'kube-root-ca.crt') continue;
        if (!context.exists('ConfigMap', template.namespace, name)) {
          yield { field, value: `${template.namespace}/${name}` };
        }
      }
    }),
  },
  {
    id: 'ref-configmap-key',
    title: 'a pod names a key that the ConfigMap does not have',
    severity: 'error',
    why: 'the container cannot start, or the file it reads is missing',
    mend: 'add the key to the ConfigMap, or correct it',
    check: each(pods, function* (template, context) {
      for (const { kind, name, keys, optional, path } of podReferences(template)) {
        const found = kind === 'ConfigMap' ? context.find('ConfigMap', template.namespace, name) : undefined;
        if (found === undefined || optional) continue;
        const { data, binaryData } = found.object;
        for (const key of keys) {
          if (Object.hasOwn(fields(data), key) || Object.hasOwn(fields(binaryData), key)) continue;
          yield { field: path, value: `${template.namespace}/${name} ${key}` };
        }
      }
    }),
  },
  {
    id: 'ref-generator',
    title: 'an ExternalSecret names a generator or store that is not there',
    severity: 'error',
    why: 'the Secret is never made, and every pod that needs it waits',
    mend: 'add the generator (or the SecretStore) in the same namespace, or correct kind and name',
    source: 'External Secrets docs, generators',
    check: each(objects('external-secrets.io/ExternalSecret'), function* (entry, context) {
      const sources = list(entry.spec.dataFrom).map((item, index) => ({
        reference: fields(dig(item, 'sourceRef', 'generatorRef')),
        field: `spec.dataFrom[${index}].sourceRef.generatorRef`,
      }));
      for (const { reference, field } of sources) {
        const { kind, name } = reference;
        if (typeof kind !== 'string' || typeof name !== 'string' || kind === 'ClusterGenerator') continue;
        if (!context.exists(kind, entry.namespace, name))
          yield { field: `${field}.name`, value: `${kind} ${entry.namespace}/${name}` };
      }
      const { kind = 'SecretStore', name } = fields(entry.spec.secretStoreRef);
      const stores = context
        .ofKind('external-secrets.io/SecretStore')
        .some((store) => store.namespace === entry.namespace);
      if (
        kind === 'SecretStore' &&
        typeof name === 'string' &&
        stores &&
        !context.exists('SecretStore', entry.namespace, name)
      ) {
        yield { field: 'spec.secretStoreRef.name', value: `SecretStore ${entry.namespace}/${name}` };
      }
    }),
  },
  {
    id: 'ref-promise',
    title: 'the index promises a Secret that no object makes',
    severity: 'error',
    why: 'every pod that needs it waits for it for ever',
    mend: 'render the output anew',
    *check(context) {
      for (const secret of context.options.index?.secrets ?? []) {
        const { environment, namespace } = secret;
        const source = sourceOf(secret);
        if (source === undefined || (context.environment !== '' && environment !== context.environment)) continue;
        const isMade = context
          .ofKind(`${source.group}/${source.kind}`)
          .some((entry) => entry.namespace === namespace && entry.name === source.name && makes(entry, secret.name));
        if (isMade) continue;
        const wanted = `${source.kind} ${namespace}/${source.name}`;
        if (supplyOf(secret) !== 'seal') yield { value: wanted };
        else {
          // Sealing reads the index, so the output comes first, and once more after it.
          const mend = `run npm run secrets -- seal --environment ${environment}, then render the output anew`;
          yield { value: wanted, severity: 'warning', mend };
        }
      }
    },
  },
  {
    id: 'ref-secret',
    title: 'a Secret is named that nobody makes',
    severity: 'error',
    why: 'the pod waits for it for ever, or the controller has no credentials',
    mend: 'make it by a provider, correct the name, or say that it exists with --external-secret namespace/name',
    *check(context) {
      for (const { entry, field, namespace, name } of neededSecrets(context)) {
        if (context.secrets.find(namespace, name) === undefined) yield { entry, field, value: `${namespace}/${name}` };
      }
    },
  },
  {
    id: 'ref-secret-key',
    title: 'a key is named that the Secret does not have',
    severity: 'error',
    why: 'the container cannot start, or the controller reads nothing',
    mend: 'add the key to what makes the Secret, or correct it',
    *check(context) {
      for (const { entry, path, namespace, name, keys } of neededSecrets(context)) {
        const present = context.secrets.find(namespace, name);
        if (present === undefined || present === 'any') continue;
        for (const key of keys) {
          if (!present.has(key)) yield { entry, field: path, value: `${namespace}/${name} ${key}` };
        }
      }
    },
  },
  {
    id: 'ref-trigger-authentication',
    title: 'a trigger names a TriggerAuthentication that is not there',
    severity: 'error',
    why: 'KEDA only logs it; the trigger has no credentials and no Job is ever made',
    mend: 'add the TriggerAuthentication in the namespace of the scaler, or correct name and kind',
    source: 'KEDA source, ScaledJob controller',
    check: each(kedaTriggers, function* ({ entry, trigger, path }, context) {
      const { name, kind = 'TriggerAuthentication' } = fields(trigger.authenticationRef);
      if (typeof name !== 'string' || typeof kind !== 'string') return;
      const namespace = kind === 'ClusterTriggerAuthentication' ? '' : entry.namespace;
      if (!context.exists(kind, namespace, name))
        yield { field: `${path}.authenticationRef.name`, value: `${kind} ${name}` };
    }),
  },
];

/** An ExternalSecret may make a Secret of another name than its own. */
function makes({ spec }: Entry, secret: string): boolean {
  return (text(dig(spec, 'target', 'name')) ?? secret) === secret;
}
