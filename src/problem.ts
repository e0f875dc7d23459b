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

/** Tells all that is wrong at one place, if anything is: `undefined` is nothing. @throws ProblemsError with each of them */
export function refuse(where: string, wrong: readonly (string | undefined)[]): void {
  const problems = wrong.flatMap((message) => (message === undefined ? [] : [{ where, message }]));
  if (problems.length > 0) throw new ProblemsError(problems);
}

/** Gathers the problems of independent steps, so that all of a run are told together. */
export class ProblemCollector {
  readonly problems: Problem[] = [];

  add(problems: readonly Problem[]): void {
    this.problems.push(...problems);
  }

  /** The result of a step, or `fallback` if it finds problems. Other errors are passed on. */
  attempt<T>(step: () => T, fallback: T): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      this.add(error.problems);
      return fallback;
    }
  }

  /** @throws ProblemsError if anything was found */
  throwIfAny(): void {
    if (this.problems.length > 0) throw new ProblemsError(this.problems);
  }
}

/** Orders strings by code unit: the same on every machine, unlike `localeCompare`. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
