import { type Fields, fields, list, text } from '../fields';
import { embeddedFiles } from './embedded';
import type { Entry } from './entry';
import { productOf } from './images';
import type { ManifestModel } from './manifest-model';
import { namedTexts } from './named-texts';
import type { ContainerAt } from './pod-template';

/** A RabbitMQ definitions file found in a ConfigMap, a Secret or the template of an ExternalSecret. */
export interface Definitions {
  readonly entry: Entry;
  /** Name of the file. */
  readonly key: string;
  readonly path: string;
  readonly content: Fields;
}

/** A queue of a definitions file, with the policy that holds for it. */
export interface DefinedQueue {
  readonly definitions: Definitions;
  readonly name: string;
  readonly vhost: string;
  readonly queue: Fields;
  readonly arguments: Fields;
  /** Definition of the policy with the highest priority that matches; empty if none does. */
  readonly policy: Fields;
}

const sections = ['queues', 'policies', 'users', 'vhosts', 'permissions'];

/** All definitions files of the set. */
export function definitionsOf(context: ManifestModel): readonly Definitions[] {
  return context.memo('rabbitmq-definitions', () => {
    const secrets = context.ofKind('/Secret').flatMap((entry) => embeddedFiles(entry));
    const files = namedTexts(context).filter(({ kind }) => kind === 'file');
    const all = [...files.map((file) => ({ ...file, key: file.name })), ...secrets];
    return all.flatMap(({ entry, key, path, text: words }) => {
      if (!/^\s*\{/.test(words) || !sections.some((name) => words.includes(`"${name}"`))) return [];
      const content = parseTemplate(words);
      return sections.some((name) => Array.isArray(content[name])) ? [{ entry, key, path, content }] : [];
    });
  });
}

/** JSON whose placeholders (`{{ .password }}`) may stand without quotes. */
function parseTemplate(words: string): Fields {
  for (const form of [words, words.replaceAll(/"?\{\{[^{}]*\}\}"?/g, '"{{}}"')]) {
    try {
      return fields(JSON.parse(form));
    } catch {
      // The other form may be one.
    }
  }
  return {};
}

/** The queues that are declared in a namespace. */
export function queuesIn(context: ManifestModel, namespace: string): readonly DefinedQueue[] {
  const all = context.memo('rabbitmq-queues', () => {
    const found = new Map<string, DefinedQueue[]>();
    for (const definitions of definitionsOf(context)) {
      const policies = list(definitions.content.policies).map((item) => fields(item));
      for (const item of list(definitions.content.queues)) {
        const queue = fields(item);
        const name = text(queue.name) ?? '';
        const vhost = text(queue.vhost) ?? '/';
        const place = definitions.entry.namespace;
        const policy = effectivePolicy(policies, name, vhost);
        const defined = { definitions, name, vhost, queue, arguments: fields(queue.arguments), policy };
        found.set(place, [...(found.get(place) ?? []), defined]);
      }
    }
    return found;
  });
  return all.get(namespace) ?? [];
}

/**
 * The definition of the policy that holds for a queue of the brokers in a namespace, declared or not; empty if none does.
 *
 * @param vhost undefined if it is not known: then policies of all virtual hosts count
 */
export function policyFor(context: ManifestModel, namespace: string, queue: string, vhost: string | undefined): Fields {
  const definitions = definitionsOf(context).filter(({ entry }) => entry.namespace === namespace);
  return effectivePolicy(
    definitions.flatMap(({ content }) => list(content.policies).map((item) => fields(item))),
    queue,
    vhost,
  );
}

/** What a policy for a quorum queue may be applied to. */
const forQueues: ReadonlySet<string> = new Set(['all', 'queues', 'quorum_queues']);

/** Of the policies that match the one with the highest priority holds, alone (RabbitMQ docs, policies). */
function effectivePolicy(policies: readonly Fields[], name: string, vhost: string | undefined): Fields {
  let best: Fields | undefined;
  for (const policy of policies) {
    if (vhost !== undefined && (policy.vhost ?? '/') !== vhost) continue;
    if (!forQueues.has(text(policy['apply-to']) ?? 'all') || !matches(text(policy.pattern) ?? '', name)) continue;
    if (best === undefined || Number(policy.priority ?? 0) > Number(best.priority ?? 0)) best = policy;
  }
  return fields(best?.definition);
}

/** Whether a regular expression of a policy or permission takes in a name. */
export function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}

/** Containers that run a broker, in one namespace. */
export function brokersIn(context: ManifestModel, namespace: string): readonly ContainerAt[] {
  const all = context.memo('rabbitmq-brokers', () => {
    const found = new Map<string, ContainerAt[]>();
    for (const container of brokers(context)) {
      const { namespace: place } = container.template;
      found.set(place, [...(found.get(place) ?? []), container]);
    }
    return found;
  });
  return all.get(namespace) ?? [];
}

/** Containers that run a broker. */
export function brokers(context: ManifestModel): readonly ContainerAt[] {
  return context.memo('rabbitmq-containers', () =>
    context.containers.filter((container) => productOf(container) === 'rabbitmq'),
  );
}
