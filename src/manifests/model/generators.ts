import { dig, fields, list } from '../fields';
import type { Entry } from './entry';

/** The generators that an ExternalSecret takes values from, as `Kind/name`. */
export function generatorsOf(entry: Entry): readonly string[] {
  return list(entry.spec.dataFrom).flatMap((item) => {
    const { kind, name } = fields(dig(item, 'sourceRef', 'generatorRef'));
    return typeof kind === 'string' && typeof name === 'string' ? [`${kind}/${name}`] : [];
  });
}
