import { fields, list, text } from '../fields';
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
      const some = this.byPair.get(pairKey(namespace, key, String(value))) ?? [];
      if (some.length < candidates.length) candidates = some;
    }
    return candidates.filter((template) => selectorMatches(selector, template.labels));
  }
}

/** Whether a label selector takes in these labels. */
export function selectorMatches(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const { matchLabels, matchExpressions } = fields(selector);
  for (const [key, value] of Object.entries(fields(matchLabels))) if (labels[key] !== value) return false;
  for (const item of list(matchExpressions)) {
    const { key, operator, values } = fields(item);
    const label = labels[text(key) ?? ''];
    const among = label !== undefined && list(values).includes(label);
    if (operator === 'In' && !among) return false;
    if (operator === 'NotIn' && among) return false;
    if (operator === 'Exists' && label === undefined) return false;
    if (operator === 'DoesNotExist' && label !== undefined) return false;
  }
  return true;
}

function pairKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}
