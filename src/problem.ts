/** One thing that is wrong, told to the person who can mend it. */
export interface Problem {
  /** File and line (`environments/local.yaml:12:5`) or construct path (`local/zamperla/zamperla-data/db`). */
  readonly where: string;
  /** What is wrong, the value given, what is allowed and how to mend it; lower case, no full stop. */
  readonly message: string;
}

/** Wrong input, construction or graph: everything that was found in one run, sorted by place. The command exits with 2. */
export class ProblemsError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort((a, b) => compare(a.where, b.where) || compare(a.message, b.message));
    super(sorted.map((problem) => `${problem.where}: ${problem.message}`).join('\n'));
    this.name = 'ProblemsError';
    this.problems = sorted;
  }

  /** One problem at one place. */
  static at(where: string, message: string): ProblemsError {
    return new ProblemsError([{ where, message }]);
  }
}

/** Orders strings by code unit: the same on every machine, unlike `localeCompare`. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
