import { keyed } from '../field-path';
import { dig, fields, list, text, texts } from '../fields';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';

/** A text that a program will read: an environment variable, an argument, a file of a ConfigMap, a trigger's metadata. */
export interface NamedText {
  readonly entry: Entry;
  /** Name of the variable, key or parameter; empty for an argument. */
  readonly name: string;
  readonly text: string;
  readonly path: string;
  readonly kind: 'env' | 'word' | 'file' | 'trigger';
}

/** Every such text of the set, once a run. */
export function namedTexts(context: ManifestModel): readonly NamedText[] {
  return context.memo('named-texts', () => [...collect(context)]);
}

function* collect(context: ManifestModel): Iterable<NamedText> {
  for (const { template, env, path, fields: container } of context.containers) {
    const { entry } = template;
    for (const variable of env) {
      yield { entry, name: variable.name, text: variable.value, path: `${variable.path}.value`, kind: 'env' };
    }
    for (const part of ['command', 'args']) {
      for (const [index, word] of list(container[part]).entries()) {
        if (typeof word === 'string')
          yield { entry, name: '', text: word, path: `${path}.${part}[${index}]`, kind: 'word' };
      }
    }
  }
  for (const file of context.configFiles) {
    yield { entry: file.entry, name: file.key, text: file.text, path: file.path, kind: 'file' };
  }
  for (const entry of context.ofKind('external-secrets.io/ExternalSecret')) {
    for (const [key, value] of texts(dig(entry.spec, 'target', 'template', 'data'))) {
      yield { entry, name: key, text: value, path: keyed('spec.target.template.data', key), kind: 'file' };
    }
  }
  for (const entry of [...context.ofKind('keda.sh/ScaledJob'), ...context.ofKind('keda.sh/ScaledObject')]) {
    for (const [index, trigger] of list(entry.spec.triggers).entries()) {
      for (const [name, value] of texts(fields(trigger).metadata)) {
        yield { entry, name, text: value, path: `spec.triggers[${index}].metadata.${name}`, kind: 'trigger' };
      }
    }
  }
}

/** Whether objects of an operator's own kinds, which make pods and Services nobody sees here, live in a namespace. */
export function operated(context: ManifestModel, namespace: string): boolean {
  return context
    .memo('operated', () => {
      const found = new Set<string>();
      for (const { group, namespace: place, kind } of context.entries) {
        if (!context.kinds.isServedByKubernetes(group) && !quiet.has(group) && kind !== 'Application') found.add(place);
      }
      for (const { object } of context.ofKind('argoproj.io/Application')) {
        const place = text(dig(object, 'spec', 'destination', 'namespace'));
        if (place !== undefined && dig(object, 'spec', 'source', 'chart') !== undefined) found.add(place);
      }
      return found;
    })
    .has(namespace);
}

/** Groups whose objects make no Services or pods that others connect to. */
const quiet: ReadonlySet<string> = new Set([
  'keda.sh',
  'argoproj.io',
  'external-secrets.io',
  'generators.external-secrets.io',
  'bitnami.com',
  'cert-manager.io',
]);
