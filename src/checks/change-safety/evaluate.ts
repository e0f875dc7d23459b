import { groupKind } from '../../kubernetes/object';
import { describeObject, type Manifest, type ManifestSet } from '../../manifests';
import { ManifestModel, type OwnFacts } from '../../manifests/model';
import { compare, ProblemCollector, ProblemsError } from '../../problem';
import type { Finding } from './finding';
import { type Circumstances, type FieldCircumstances, type RemovalRule, VERDICTS, type Verdict, worse } from './rule';
import { defaultFieldRule, defaultRemovalRule } from './rules';
import { ChangeTable, type FieldRow } from './rules/change-table';
import { type FieldChange, type ObjectChange, showPath, touches } from './semantic';
import { toldOnce } from './told-once';

/**
 * Tells what the changes between two sets of manifests would do to a running cluster: for every changed field at least one
 * finding, sorted from worst to harmless and then by object.
 * @param environment name to tell the objects by. @default ''
 * @param table rows to judge by. @default - the built-in ones
 * @param own what the project says of its images and kinds. @default - nothing
 * @throws ProblemsError that names the rows that fail, as one of a project's own may
 */
export function judgeChanges(
  changes: readonly ObjectChange[],
  from: ManifestSet,
  to: ManifestSet,
  environment = '',
  table = ChangeTable.builtIn,
  own: OwnFacts = {},
): Finding[] {
  const before = modelOf(from, environment, own);
  const after = modelOf(to, environment, own);
  const failed = new ProblemCollector();
  const findings = changes.flatMap((change) =>
    failed.attempt(() => judgeChange(change, before, after, { environment, table }), []),
  );
  const together = table.sets.flatMap((rule) => {
    const found = failed.attempt(() => asking(rule.id, '', () => rule.find(changes, before, after)), []);
    return found.map(
      ({ verdict, change, fields, consequence }): Finding => ({
        verdict,
        rule: rule.id,
        environment,
        ...identify(change),
        fields: shown(change.key, fields),
        consequence,
        procedure: verdict === 'OK' ? '' : rule.procedure,
      }),
    );
  });
  failed.throwIfAny();
  return sortFindings([...toldOnce(findings, together, table.sets), ...together]);
}

function modelOf({ manifests, index }: ManifestSet, environment: string, own: OwnFacts): ManifestModel {
  return new ManifestModel(manifests, index === undefined ? own : { ...own, index }, environment);
}

/** Lets a row answer; one that fails is named, with the object it was asked about. */
function asking<T>(id: string, object: string, question: () => T): T {
  try {
    return question();
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw ProblemsError.at(
      `changeRules: ${id}`,
      `the row fails${object === '' ? '' : ` on ${object}`} (${reason}), mend it`,
    );
  }
}

/** The worst verdict of findings that no acknowledgement covers; `OK` where there is none. */
export function worstVerdict(findings: readonly Finding[]): Verdict {
  return findings.reduce<Verdict>(
    (worst, finding) => (finding.acknowledged === undefined ? worse(worst, finding.verdict) : worst),
    'OK',
  );
}

/** Sorts findings: worst first, then by environment, object and rule. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) ||
      compare(a.environment, b.environment) ||
      compare(a.key, b.key) ||
      compare(a.rule, b.rule) ||
      compare(paths(a), paths(b)),
  );
}

function paths({ fields }: Finding): string {
  return fields.map(({ path }) => showPath(path)).join(' ');
}

function judgeChange(
  change: ObjectChange,
  before: ManifestModel,
  after: ManifestModel,
  { environment, table }: { readonly environment: string; readonly table: ChangeTable },
): Finding[] {
  const old = (change.from ?? change.to)?.object;
  const now = (change.to ?? change.from)?.object;
  if (old === undefined || now === undefined) return [];
  const given: Circumstances = { change, old, now, before, after };
  const base = { environment, ...identify(change) };
  if (change.change === 'added') {
    return [{ verdict: 'OK', rule: 'object-added', ...base, fields: [], consequence: 'a new object', procedure: '' }];
  }
  if (change.change === 'removed' || change.change === 'renamed') {
    const rows = table.removalsOf(groupKind(old));
    const fits = (row: RemovalRule): boolean => asking(row.id, base.object, () => row.when?.(given) ?? true);
    const rule = rows.find(fits) ?? defaultRemovalRule;
    const { verdict, consequence, procedure } = asking(rule.id, base.object, () => resolve(rule, given));
    const end = change.to === undefined ? 'removed' : `renamed to ${describeObject(change.to.object)}`;
    return [
      {
        verdict,
        rule: rule.id,
        ...base,
        fields: shown(change.key, change.fields),
        consequence: `${end}: ${consequence}`,
        procedure,
      },
    ];
  }
  return judgeFields(given, base, table.fieldsOf(groupKind(now)));
}

/** Findings of one rule on one object are told together. */
function judgeFields(
  given: Circumstances,
  base: Pick<Finding, 'environment' | 'object' | 'key' | 'where'>,
  rows: readonly FieldRow[],
): Finding[] {
  const found = new Map<string, Finding & { fields: FieldChange[] }>();
  for (const field of given.change.fields) {
    const circumstances: FieldCircumstances = { ...given, field };
    const matching = rows.filter(
      ({ rule, patterns }) =>
        patterns.some((pattern) => touches(pattern, field.path)) &&
        asking(rule.id, base.object, () => rule.when?.(circumstances) ?? true),
    );
    for (const rule of matching.length > 0 ? matching.map((row) => row.rule) : [defaultFieldRule]) {
      const { verdict, consequence, procedure } = asking(rule.id, base.object, () => resolve(rule, circumstances));
      const id = `${rule.id} ${verdict} ${consequence}`;
      const known = found.get(id);
      const [told = field] = shown(base.key, [field]);
      if (known === undefined)
        found.set(id, { verdict, rule: rule.id, ...base, fields: [told], consequence, procedure });
      else known.fields.push(told);
    }
  }
  return [...found.values()];
}

function resolve<C>(
  rule: {
    verdict: Verdict | ((given: C) => Verdict);
    consequence: string | ((given: C) => string);
    procedure: string | ((given: C) => string);
  },
  given: C,
): { verdict: Verdict; consequence: string; procedure: string } {
  return {
    verdict: typeof rule.verdict === 'function' ? rule.verdict(given) : rule.verdict,
    consequence: typeof rule.consequence === 'function' ? rule.consequence(given) : rule.consequence,
    procedure: typeof rule.procedure === 'function' ? rule.procedure(given) : rule.procedure,
  };
}

function identify(
  change: Pick<ObjectChange, 'key' | 'from' | 'to'>,
): Pick<Finding, 'object' | 'key' | 'where' | 'renamedTo'> {
  const { from, to, key } = change;
  const place: Manifest | undefined = to ?? from;
  const object = from ?? to;
  return {
    object: object === undefined ? key : describeObject(object.object),
    key,
    where: place === undefined ? '' : `${place.file}:${place.line}`,
    ...(from !== undefined && to !== undefined && describeObject(from.object) !== describeObject(to.object)
      ? { renamedTo: describeObject(to.object) }
      : {}),
  };
}

/** Values of Secrets are never told. */
function shown(key: string, fields: readonly FieldChange[]): FieldChange[] {
  if (!key.startsWith('/Secret/')) return [...fields];
  return fields.map((field) =>
    /^(data|stringData)$/.test(field.path[0] ?? '')
      ? { ...field, from: masked(field.from), to: masked(field.to) }
      : field,
  );
}

function masked(value: unknown): string | undefined {
  return value === undefined ? undefined : '(hidden)';
}
