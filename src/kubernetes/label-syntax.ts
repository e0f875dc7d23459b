const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const prefixPart = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** What is wrong with a label, or with an annotation (Kubernetes docs, labels and selectors), or `undefined`. */
export function labelProblem(key: string, value: unknown, isLabel: boolean): string | undefined {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  if (!namePart.test(name)) return 'the key is not a qualified name';
  if (slash >= 0 && (slash > 253 || !prefixPart.test(key.slice(0, slash))))
    return 'the prefix of the key is not a domain name';
  if (typeof value !== 'string') return 'the value is not a text';
  if (isLabel && value !== '' && !namePart.test(value)) {
    return 'the value of a label has at most 63 letters, digits, "-", "_", ".", and begins and ends with a letter or digit';
  }
  return undefined;
}
