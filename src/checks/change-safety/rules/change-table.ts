import { quoted } from '../../../environment/told';
import { type Problem, ProblemsError } from '../../../problem';
import type { ChangeRules, FieldRule, RemovalRule, SetRule } from '../rule';
import { type PathPattern, pathPattern } from '../semantic';
import { defaultFieldRule, defaultRemovalRule, FIELD_RULES, REMOVAL_RULES, SET_RULES } from './all';

/** A row about fields, with its patterns read once. */
export interface FieldRow {
  readonly rule: FieldRule;
  readonly patterns: readonly PathPattern[];
}

/** The rows of a run by the kinds they are about: the built-in ones, and a project's own. */
export class ChangeTable {
  /** The built-in rows alone. */
  static readonly builtIn = new ChangeTable();
  readonly sets: readonly SetRule[];
  private readonly fieldRows = new Map<string, FieldRow[]>();
  private readonly removalRows = new Map<string, RemovalRule[]>();

  private constructor({ fields = [], removals = [], sets = [] }: ChangeRules = {}) {
    for (const rule of [...FIELD_RULES, ...fields]) {
      const patterns = rule.fields.map((field) => (typeof field === 'string' ? pathPattern(field) : field));
      for (const kind of rule.kinds) push(this.fieldRows, kind, { rule, patterns });
    }
    // Of removals the first row that fits counts: the project knows more of its objects than we do.
    for (const rule of [...removals, ...REMOVAL_RULES])
      for (const kind of rule.kinds) push(this.removalRows, kind, rule);
    this.sets = [...SET_RULES, ...sets];
  }

  /** The table with a project's own rows. @throws ProblemsError for rows whose ids are taken or whose kinds can't be read */
  static with(own: ChangeRules | undefined): ChangeTable {
    if (own === undefined) return ChangeTable.builtIn;
    const problems = rowProblems(own);
    if (problems.length > 0) throw new ProblemsError(problems);
    return new ChangeTable(own);
  }

  /** Rows about the fields of a kind, `apps/StatefulSet`. */
  fieldsOf(kind: string): readonly FieldRow[] {
    return this.fieldRows.get(kind) ?? [];
  }

  /** Rows about the end of objects of a kind. */
  removalsOf(kind: string): readonly RemovalRule[] {
    return this.removalRows.get(kind) ?? [];
  }
}

function rowProblems({ fields = [], removals = [], sets = [] }: ChangeRules): Problem[] {
  const builtIn = [...FIELD_RULES, ...REMOVAL_RULES, ...SET_RULES, defaultFieldRule, defaultRemovalRule];
  const taken = new Set(builtIn.map(({ id }) => id));
  const problems: Problem[] = [];
  for (const { id, kinds } of [...fields, ...removals, ...sets]) {
    const where = `changeRules: ${id}`;
    if (taken.has(id)) problems.push({ where, message: 'there is a row of this id already, give yours another' });
    taken.add(id);
    for (const kind of kinds) {
      if (/^[a-z0-9.-]*\/[A-Z]\w*$/.test(kind)) continue;
      const message = `impossible kind ${quoted(kind)}, allowed: group and kind, 'apps/Deployment', or '/Service' in the core group`;
      problems.push({ where, message });
    }
  }
  return problems;
}

function push<T>(rows: Map<string, T[]>, kind: string, row: T): void {
  const known = rows.get(kind);
  if (known === undefined) rows.set(kind, [row]);
  else known.push(row);
}
