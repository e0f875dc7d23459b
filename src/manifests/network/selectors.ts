import { fields, list, text } from '../fields';

/** Labels of a pod or a namespace. */
export type Labels = Readonly<Record<string, string>>;

/** The label that the API server puts on every namespace. */
export const namespaceNameLabel = 'kubernetes.io/metadata.name';

/**
 * Whether a label selector (`matchLabels`, `matchExpressions`) takes in these labels; an empty one takes in all. An operator that
 * Kubernetes does not know takes in nothing.
 */
export function selectorMatches(selector: unknown, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = fields(selector);
  const wanted = fields(matchLabels);
  for (const key in wanted) if (labels[key] !== wanted[key]) return false;
  return list(matchExpressions).every((item) => expressionMatches(fields(item), labels));
}

function expressionMatches(expression: Readonly<Record<string, unknown>>, labels: Labels): boolean {
  const label = labels[text(expression.key) ?? ''];
  const isAmong = label !== undefined && list(expression.values).includes(label);
  switch (expression.operator) {
    case 'In':
      return isAmong;
    case 'NotIn':
      return !isAmong;
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return false;
  }
}

/** Whether a selector takes in everything: it is empty, or not there. */
export function selectsAll(selector: unknown): boolean {
  const { matchLabels, matchExpressions } = fields(selector);
  return Object.keys(fields(matchLabels)).length === 0 && list(matchExpressions).length === 0;
}
