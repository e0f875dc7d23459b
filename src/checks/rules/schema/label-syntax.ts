import { keyed } from '../../../manifests/field-path';
import { dig, fields } from '../../../manifests/fields';
import type { Entry } from '../../../manifests/model';
import type { Observation, Rule } from '../../rule';

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const prefixPart = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function fault(key: string, value: unknown, isLabel: boolean): string | undefined {
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

export const labelSyntax: Rule = {
  id: 'label-syntax',
  title: 'a label or annotation is not one that Kubernetes takes',
  severity: 'error',
  why: 'the API server refuses the object',
  mend: 'shorten or respell it; quote values that YAML reads as number or boolean; long texts are annotations',
  source: 'Kubernetes docs, labels and selectors',
  *check(context) {
    for (const entry of context.entries) {
      yield* metadata(entry, entry.object.metadata, 'metadata');
      const template = context.template(entry);
      if (template !== undefined && template.path !== '') {
        yield* metadata(entry, dig(entry.object, ...template.path.split('.'), 'metadata'), `${template.path}.metadata`);
      }
    }
  },
};
function* metadata(entry: Entry, source: unknown, path: string): Iterable<Observation> {
  for (const part of ['labels', 'annotations']) {
    for (const [key, value] of Object.entries(fields(fields(source)[part]))) {
      const what = fault(key, value, part === 'labels');
      if (what !== undefined) yield { entry, field: keyed(`${path}.${part}`, key), value, what };
    }
  }
}
