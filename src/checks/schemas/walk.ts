import { fieldOf } from './place';

/** One place of an object that its API would refuse. */
export interface SchemaProblem {
  /** The field, such as `spec.template.spec.containers[0].image`. */
  path: string;
  /** What is wrong, the value, what is allowed; lower case, no full stop. */
  message: string;
}

/** Shows a value in a message; never one that is secret. */
export type Show = (value: unknown) => string;

const LONGEST_VALUE = 60;

/** A value in a message, cut where it is long. */
export const shown: Show = (value) => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
};

/** The way through an object while it is held against a schema: where it is, and what was found so far. */
export class Walk {
  private readonly steps: (string | number)[] = [];
  private found: SchemaProblem[] = [];

  constructor(private readonly secret: boolean) {}

  get problems(): readonly SchemaProblem[] {
    return this.found;
  }

  /** Goes one field or item down. */
  enter(step: string | number): void {
    this.steps.push(step);
  }

  leave(): void {
    this.steps.pop();
  }

  /** Tells a problem of the place, or of a field of it. */
  tell(message: string, field?: string): void {
    const place = this.place();
    this.found.push({ path: field === undefined ? place : fieldOf(place, field), message });
  }

  /** What a visit finds, without telling it. */
  trial(visit: () => void): readonly SchemaProblem[] {
    const before = this.found;
    this.found = [];
    visit();
    const found = this.found;
    this.found = before;
    return found;
  }

  take(problems: readonly SchemaProblem[]): void {
    this.found.push(...problems);
  }

  /** `spec.containers[0].image`; empty at the object itself. */
  place(): string {
    return this.steps.reduce<string>(
      (place, step) => (typeof step === 'number' ? `${place}[${step}]` : fieldOf(place, step)),
      '',
    );
  }

  /** Shows a value; of what a Secret holds only how long it is. */
  readonly show: Show = (value) =>
    this.secret && typeof value === 'string' && (this.steps[0] === 'data' || this.steps[0] === 'stringData')
      ? `a text of ${value.length} characters`
      : shown(value);
}
