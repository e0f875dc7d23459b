import { keyed } from '../../../manifests/field-path';
import { embeddedFiles, namedTexts, parseUrl } from '../../../manifests/model';
import { containers, each, everything, objects } from '../../builders';
import type { Rule } from '../../rule';
import { holdsPrivateKey, isHarmless, namesSecret, secretSettings, urlWithPassword } from './secret-texts';

export const clearSecretRules: readonly Rule[] = [
  {
    id: 'secret-committed',
    title: 'a Secret is written in the clear',
    severity: 'warning',
    why: 'base64 is no encryption: whoever reads the repository, now or later, has it',
    mend: 'let External Secrets or Sealed Secrets make it, or make it by hand outside the repository',
    check: each(objects('/Secret'), function* (entry) {
      const files = embeddedFiles(entry).filter(({ text: content }) => !isHarmless(content));
      const told = files.some(({ text: content }) => holdsPrivateKey(content) || /client-key-data:/.test(content));
      if (files.length > 0 && !told) yield { field: 'data', value: files.map(({ key }) => key).join(', ') };
    }),
  },
  {
    id: 'secret-in-annotation',
    title: 'an annotation or label holds a secret in the clear',
    severity: 'error',
    why: 'everybody who may list objects reads it',
    mend: 'move it to a Secret; change the password, it is known now',
    check: each(everything, function* (entry) {
      for (const part of ['annotations', 'labels'] as const) {
        for (const [key, value] of Object.entries(entry[part])) {
          const name = key.slice(key.indexOf('/') + 1);
          const foreign =
            key.startsWith('tiers.cdk8s.io/') || /^checksum|hash/.test(key) || key.startsWith('kubectl.kubernetes.io/');
          const inClear =
            namesSecret(name) &&
            !isHarmless(value) &&
            !/-secret(?:-name)?$|secret-?name$/i.test(name) &&
            !/^[a-z0-9]+(?:[-/._][a-z0-9]+)+$/.test(value);
          if (foreign || !(inClear || urlWithPassword(value) !== undefined || holdsPrivateKey(value))) continue;
          yield { field: keyed(`metadata.${part}`, key) };
        }
      }
    }),
  },
  {
    id: 'secret-in-args',
    title: 'a command line holds a secret in the clear',
    severity: 'error',
    why: 'it stands in the process list, in the workload and in the history of the repository',
    mend: 'read it from a file or from an environment variable that comes from a Secret',
    check: each(containers, function* ({ path, words }) {
      for (const [index, word] of words.entries()) {
        const [, name = '', joined] = option.exec(word.trim()) ?? [];
        const value = joined ?? words[index + 1] ?? '';
        const redis = /^(?:requirepass|masterauth|pass)$/.test(name);
        if (name !== '' && (redis || namesSecret(name)) && !value.startsWith('-') && !isHarmless(value)) {
          yield { field: path, value: `--${name}` };
        } else if (word.includes('\n')) {
          for (const setting of secretSettings(word)) yield { field: path, value: setting };
        }
      }
    }),
  },
  {
    id: 'secret-in-configmap',
    title: 'a ConfigMap holds a secret in the clear',
    severity: 'error',
    why: 'whoever may read ConfigMaps has it, and it stays in the history of the repository',
    mend: 'move it to a Secret that a provider makes and refer to it; change the password, it is known now',
    *check(context) {
      for (const { entry, key, text: content, path } of context.configFiles) {
        if (content.includes('\n') || /[:=]/.test(content)) {
          for (const name of new Set([...secretSettings(content), ...jsonSecrets(key, content)]))
            yield { entry, field: path, value: name };
        }
        if (!content.includes('\n') && namesSecret(key) && !isHarmless(content) && !holdsPrivateKey(content))
          yield { entry, field: path, value: key };
      }
    },
  },
  {
    id: 'secret-in-env',
    title: 'a container has a secret in the clear in its environment',
    severity: 'error',
    why: 'whoever may read the workload has it, and it stays in the history of the repository',
    mend: 'take it from a Secret by secretKeyRef, or from a mounted file; change the password, it is known now',
    check: each(containers, function* ({ env }) {
      for (const { name, value, path } of env) {
        if (namesSecret(name) && !isHarmless(value) && parseUrl(value) === undefined && !holdsPrivateKey(value))
          yield { field: `${path}.value`, value: name };
      }
    }),
  },
  {
    id: 'secret-in-url',
    title: 'an address holds a user and a password in the clear',
    severity: 'error',
    why: 'whoever may read the object has them, logs repeat the address, and it stays in the history of the repository',
    mend: 'put user and password in a Secret; KEDA takes them by a TriggerAuthentication',
    check: each(namedTexts, function* ({ text: words, path }) {
      const shown = urlWithPassword(words);
      if (shown !== undefined) yield { field: path, value: shown };
    }),
  },
  {
    id: 'secret-kubeconfig',
    title: 'credentials of a cluster are written in a manifest',
    severity: 'error',
    why: 'whoever reads the repository has the rights of that user, often all rights',
    mend: 'give the pod its own ServiceAccount and a role with what it needs; revoke these credentials',
    *check(context) {
      const secrets = context.ofKind('/Secret').flatMap((entry) => embeddedFiles(entry));
      for (const { entry, text: content, path } of [...context.configFiles, ...secrets]) {
        if (/^\s*(?:client-key-data|token|password):\s*\S{8}/m.test(content) && /^kind:\s*Config\s*$/m.test(content))
          yield { entry, field: path };
      }
    },
  },
  {
    id: 'secret-private-key',
    title: 'a private key is written in a manifest',
    severity: 'error',
    why: 'whoever reads the repository, now or later, has the key',
    mend: 'let cert-manager or a provider make the Secret; revoke this key',
    *check(context) {
      const secrets = context.ofKind('/Secret').flatMap((entry) => embeddedFiles(entry));
      for (const { entry, text: content, path } of [...context.configFiles, ...secrets]) {
        if (holdsPrivateKey(content)) yield { entry, field: path };
      }
      for (const { template, env } of context.containers) {
        for (const { value, path } of env)
          if (holdsPrivateKey(value)) yield { entry: template.entry, field: `${path}.value` };
      }
    },
  },
];

const option = /^--?([A-Za-z][\w.-]*)(?:[= ](.+))?$/s;

/** Members of a JSON file whose name tells a secret. */
function jsonSecrets(key: string, content: string): string[] {
  if (!/^\s*[[{]/.test(content) || key.endsWith('.js')) return [];
  const found = [...content.matchAll(/"([A-Za-z][\w.-]*)"\s*:\s*"([^"\\]{1,200})"\s*[,}\]]/g)];
  return found
    .filter(([, name = '', value = '']) => namesSecret(name) && !isHarmless(value))
    .map(([, name = '']) => name);
}
