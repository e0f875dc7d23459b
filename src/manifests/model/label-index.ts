import { fields, text } from '../fields';
import { selectorMatches } from '../network';
import type { PodTemplate } from './pod-template';

/** Finds pod templates by label selector without looking at every one of them. */
export class LabelIndex {
  private readonly byPair = new Map<string, PodTemplate[]>();
  private readonly byNamespace = new Map<string, PodTemplate[]>();
  private readonly answers = new Map<string, readonly PodTemplate[]>();

  constructor(templates: readonly PodTemplate[]) {
    for (const template of templates) {
      push(this.byNamespace, template.namespace, template);
      for (const [key, value] of Object.entries(template.labels)) {
        push(this.byPair, pairKey(template.namespace, key, value), template);
      }
    }
  }

  /** All templates of one namespace. */
  inNamespace(namespace: string): readonly PodTemplate[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  /**
   * The templates of a namespace that a selector takes in.
   *
   * @param selector a label selector (`matchLabels`, `matchExpressions`); an empty one takes in all
   */
  select(namespace: string, selector: unknown): readonly PodTemplate[] {
    const key = `${namespace}\n${JSON.stringify(selector) ?? ''}`;
    let answer = this.answers.get(key);
    if (answer === undefined) {
      answer = this.search(namespace, selector);
      this.answers.set(key, answer);
    }
    return answer;
  }

  private search(namespace: string, selector: unknown): readonly PodTemplate[] {
    let candidates = this.inNamespace(namespace);
    for (const [key, value] of Object.entries(fields(fields(selector).matchLabels))) {
      const some = this.byPair.get(pairKey(namespace, key, text(value) ?? '')) ?? [];
      if (some.length < candidates.length) candidates = some;
    }
    return candidates.filter((template) => selectorMatches(selector, template.labels));
  }
}

function pairKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
