import { validateObject } from '../../../src/checks/schemas';
import type { KubernetesObject } from '../../../src/kubernetes/object';
import { correctObjects } from './objects';

/** Places where any field may stand: the user's own maps, other people's values, and what the CRDs of this project leave open. */
const OPEN = [
  /(^|\.)(annotations|labels|matchLabels|nodeSelector|parameters|podFixed)$/,
  /^spec\.selector$/, // of a Service
  /^(binaryData|data|stringData|spec\.template\.data|spec\.target\.template\.data|spec\.encryptedData)$/,
  /\.(capacity|hard|limits|requests|default|defaultRequest|max)$/,
  /\.openAPIV3Schema(\..*)?\.(properties|default|enum\[\d+\])$/,
  /^status$/,
  /^spec\.triggers\[\d+\]\.metadata$/,
  /^spec\.sources\[\d+\]\.helm\.valuesObject(\..*)?$/,
  /^spec\.provider\.doppler(\..*)?$/,
  /^spec\.endpoints\[\d+\]\.params$/,
  /^spec\.groups\[\d+\]\.(labels|rules\[\d+\]\.(labels|annotations))$/,
];
const SERVICE_ONLY = OPEN[1];

/** Every object within an object, by its place. */
function* objectsWithin(value: unknown, place = ''): Generator<[place: string, object: Record<string, unknown>]> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield [place, value as Record<string, unknown>];
  for (const [key, child] of Object.entries(value)) {
    yield* objectsWithin(child, Array.isArray(value) ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`);
  }
}

function isOpen(object: KubernetesObject, place: string): boolean {
  return OPEN.some((rule) => rule.test(place) && (rule !== SERVICE_ONLY || object.kind === 'Service'));
}

test.each(correctObjects().map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
  'a field that %s does not have is refused at every depth',
  (_, object) => {
    const kept: string[] = [];
    for (const [place, within] of objectsWithin(object)) {
      within.zzNoSuchField = 1;
      const expected = `${place === '' ? '' : `${place}.`}zzNoSuchField`;
      const found = validateObject(object).some(
        ({ path, message }) => path === expected && message.startsWith('unknown field'),
      );
      delete within.zzNoSuchField;
      if (found === isOpen(object, place)) kept.push(place);
    }
    expect(kept).toEqual([]);
  },
);

test.each(correctObjects().map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
  'a text in the place of an object or a list of %s is refused at every depth',
  (_, object) => {
    const kept: string[] = [];
    for (const [place, within] of objectsWithin(object)) {
      if (isOpen(object, place)) continue;
      for (const [key, child] of Object.entries(within)) {
        if (child === null || typeof child !== 'object') continue;
        within[key] = 'text';
        if (validateObject(object).length === 0) kept.push(`${place}.${key}`);
        within[key] = child;
      }
    }
    expect(kept).toEqual([]);
  },
);
