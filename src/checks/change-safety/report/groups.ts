import { parseImage } from '../../../manifests/model';
import type { Finding } from '../finding';
import { type FieldChange, showPath } from '../semantic';
import { showValues } from './values';

/** Findings that say the same of several objects: told once, with their number. */
export interface FindingGroup {
  /** At least one, sorted as all findings are. */
  readonly findings: readonly [Finding, ...Finding[]];
  /** Their fields; elements of lists that differ from object to object are `[*]`. */
  readonly fields: readonly GroupedField[];
}

/** A changed field as it is written. */
export interface GroupedField {
  readonly path: string;
  /** Old and new value. */
  readonly values: string;
}

/**
 * Puts together what is the same change with the same consequence of several objects of an environment. What blocks or needs an
 * object made anew stays alone: each has to be decided.
 * @param isVerbose whether every finding stays alone
 */
export function groupsOf(findings: readonly Finding[], isVerbose: boolean): FindingGroup[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const [index, finding] of findings.entries()) {
    const key = isVerbose ? String(index) : keyOf(finding);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  return [...groups.values()].map((same) => ({ findings: same, fields: sharedFields(same) }));
}

function keyOf(finding: Finding): string {
  const { verdict, rule, environment, consequence, procedure } = finding;
  const isDecided = verdict === 'BLOCK' || verdict === 'RECREATE';
  const paths = toldFields(finding).map(({ path }) => generalPath(path).join('\n'));
  return JSON.stringify([verdict, rule, environment, consequence, procedure, ...paths, isDecided && finding.key]);
}

/** The fields that are told of one object among several: images that get the same tag, as those of sidecars do, are one. */
function toldFields({ fields }: Finding): readonly FieldChange[] {
  const tags = fields.map(tagsOf);
  return fields.filter((_, index) => tags[index] === undefined || tags.indexOf(tags[index]) === index);
}

/** A path without the names of list elements, nor which list an image is in: `spec.containers[*].image`. */
function generalPath(path: readonly string[]): readonly string[] {
  const isImage = path.at(-1) === 'image';
  return path.map((step) => {
    if (step.startsWith('[')) return '[*]';
    return isImage && step === 'initContainers' ? 'containers' : step;
  });
}

function sharedFields(findings: readonly [Finding, ...Finding[]]): readonly GroupedField[] {
  const told = findings.length === 1 ? [findings[0].fields] : findings.map(toldFields);
  return told[0]!.map((field, index) => {
    const all = told.flatMap((fields) => fields[index] ?? []);
    const path = shared(all.map((one) => showPath(one.path))) ?? showPath(generalPath(field.path));
    return {
      path,
      values: shared(all.map(showValues)) ?? shared(all.map(tagsOf)) ?? 'different from object to object',
    };
  });
}

/** What all texts are; undefined where they differ. */
function shared(texts: readonly (string | undefined)[]): string | undefined {
  return texts.every((text) => text === texts[0]) ? texts[0] : undefined;
}

/** The tags of two versions of one image. */
function tagsOf({ path, from, to }: FieldChange): string | undefined {
  if (path.at(-1) !== 'image' || typeof from !== 'string' || typeof to !== 'string') return undefined;
  const [old, now] = [parseImage(from), parseImage(to)];
  const isBump = old.repository === now.repository && old.tag !== now.tag;
  return isBump ? showValues({ path, from: `:${old.tag}`, to: `:${now.tag}` }) : undefined;
}
