import { type KubernetesVersion, modelOf, type Schema } from '../../kubernetes/kind-registry';
import { wrongSize, wrongType } from './message';
import { objectChecks } from './object-checks';
import { type Check, scalarChecks } from './scalar-checks';
import type { SchemaProblem, Walk } from './walk';

/**
 * Makes functions of schemas. A model is compiled when the first value reaches it, so that an object costs what it has and
 * not what its kind could have.
 */
export class SchemaCompiler {
  private readonly models = new Map<string, Check>();

  constructor(private readonly version: KubernetesVersion) {}

  /** A check of whole values: an object that lists its fields takes no others. */
  compile(schema: Schema): Check {
    return this.checkOf(schema, true);
  }

  /** @param closed whether fields that are not listed are refused: not in what only refines another schema */
  private checkOf(schema: Schema, closed: boolean): Check {
    const checks: Check[] = [];
    if (schema.$ref !== undefined) checks.push(this.reference(schema.$ref));
    const refined = closed && schema.$ref === undefined;
    checks.push(...scalarChecks(schema, this.version), ...this.combinations(schema), ...this.lists(schema, refined));
    const fields = objectChecks(schema, refined, this.version, (child) => this.checkOf(child, refined));
    if (fields.length > 0) {
      checks.push((value, walk) => {
        if (isObject(value)) for (const check of fields) check(value, walk);
      });
    }
    return typed(schema, inTurn(checks));
  }

  private reference(name: string): Check {
    return (value, walk) => {
      let check = this.models.get(name);
      if (check === undefined) {
        check = this.checkOf(modelOf(name), true);
        this.models.set(name, check);
      }
      check(value, walk);
    };
  }

  private *lists(schema: Schema, closed: boolean): Iterable<Check> {
    const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    if (minItems > 0 || maxItems < Number.POSITIVE_INFINITY) {
      yield (value, walk) => {
        if (!Array.isArray(value)) return;
        const has = { entries: value.length };
        if (value.length < minItems) walk.tell(wrongSize('at least', minItems, has));
        if (value.length > maxItems) walk.tell(wrongSize('at most', maxItems, has));
      };
    }
    if (items === undefined) return;
    const check = this.checkOf(items, closed);
    yield (value, walk) => {
      if (!Array.isArray(value)) return;
      for (let index = 0; index < value.length; index++) {
        walk.enter(index);
        check(value[index], walk);
        walk.leave();
      }
    };
  }

  /** Alternatives only refine, but for those that refer to models: these are whole forms. */
  private *combinations(schema: Schema): Iterable<Check> {
    const compiled = (list: readonly Schema[] = []) => list.map((one) => this.checkOf(one, false));
    yield* compiled(schema.allOf);
    const { anyOf, oneOf, not } = schema;
    if (anyOf && !schema['x-kubernetes-int-or-string']) {
      const checks = compiled(anyOf);
      yield (value, walk) => {
        const tried = checks.map((check) => walk.trial(() => check(value, walk)));
        if (!tried.some(fits)) tellAlternatives(value, anyOf, tried, walk, 'at least');
      };
    }
    if (oneOf) {
      const checks = compiled(oneOf);
      yield (value, walk) => {
        const tried = checks.map((check) => walk.trial(() => check(value, walk)));
        const fitting = tried.filter(fits).length;
        if (fitting === 0) tellAlternatives(value, oneOf, tried, walk, 'exactly');
        else if (fitting > 1) walk.tell(`fits ${fitting} of the forms of which exactly one is allowed${asked(oneOf)}`);
      };
    }
    if (not) {
      const check = this.checkOf(not, false);
      yield (value, walk) => {
        if (fits(walk.trial(() => check(value, walk)))) {
          walk.tell(
            not.required ? `may not have ${not.required.join(' and ')} together` : 'is of a form that is not allowed',
          );
        }
      };
    }
  }
}

function fits(problems: readonly SchemaProblem[]): boolean {
  return problems.length === 0;
}

/** Of alternatives only the one that was meant speaks: the one whose problems lie deeper, else the list of the types allowed. */
function tellAlternatives(
  value: unknown,
  alternatives: readonly Schema[],
  tried: readonly (readonly SchemaProblem[])[],
  walk: Walk,
  bound: 'at least' | 'exactly',
): void {
  const here = walk.place();
  const deeper = tried.find((problems) => problems.every(({ path }) => path !== here));
  const onlyFields = alternatives.every(({ required, properties }) => required !== undefined && !properties);
  if (onlyFields) walk.tell(`must have ${bound} one of${fieldsOf(alternatives)}, but has none`);
  else if (deeper) walk.take(deeper);
  else {
    const types = alternatives.flatMap(({ type, $ref }) => type ?? ($ref ? 'object' : []));
    walk.tell(
      types.length > 0 ? wrongType(value, types, walk.show) : `fits none of the forms allowed${asked(alternatives)}`,
    );
  }
}

function asked(alternatives: readonly Schema[]): string {
  const fields = fieldsOf(alternatives);
  return fields === '' ? '' : `: give one of${fields}`;
}

function fieldsOf(alternatives: readonly Schema[]): string {
  const named = alternatives.map(({ required = [] }) => required.join(' with ')).filter((text) => text !== '');
  return named.length === 0 ? '' : ` ${named.join(', ')}`;
}

/** A value of a wrong type has that one problem. */
function typed(schema: Schema, check: Check): Check {
  const types = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : [schema.type ?? []].flat();
  if (types.length === 0) return check;
  const wanted = types.filter((type) => type !== 'null');
  const nullable = schema.nullable === true || wanted.length < types.length;
  const [only] = wanted;
  const fitsType = wanted.length === 1 && only !== undefined ? testOf(only) : anyTest(wanted.map(testOf));
  return (value, walk) => {
    if (fitsType(value)) check(value, walk);
    else if (value !== null || !nullable) walk.tell(wrongType(value, wanted, walk.show));
  };
}

type Test = (value: unknown) => boolean;

function anyTest(tests: readonly Test[]): Test {
  return (value) => tests.some((test) => test(value));
}

const TESTS: Readonly<Record<string, Test>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  object: isObject,
  string: (value) => typeof value === 'string',
};

/** Any value fits a type that nobody knows. */
function testOf(type: string): Test {
  return TESTS[type] ?? (() => true);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inTurn(checks: readonly Check[]): Check {
  const [first, second] = checks;
  if (first === undefined) return () => {};
  if (second === undefined) return first;
  return (value, walk) => {
    for (const check of checks) check(value, walk);
  };
}
