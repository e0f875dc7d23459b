import { Ajv, type ErrorObject, type FuncKeywordDefinition } from 'ajv';
import { type KubernetesVersion, modelOf } from '../../kubernetes/kind-registry';
import { type FieldForms, type JsonSchema, toJsonSchema } from './json-schema';

/** Not a type guard: an object that fails is still an object. */
export type Validate = { (data: unknown): boolean; schema: unknown; errors?: RawError[] | null };

type RawError = Pick<ErrorObject, 'keyword' | 'instancePath' | 'schemaPath' | 'params' | 'propertyName'>;

/** What is wrong at one place, with the schema that says so. */
export interface SchemaError extends RawError {
  /** The value of the keyword, and the schema that it stands in. */
  readonly asked: unknown;
  readonly schema: JsonSchema;
  /** The value at the place. */
  readonly data: unknown;
}

const known = new Map<string, SchemaValidator>();

/**
 * Makes functions of schemas for one version of Kubernetes. Models and fields are compiled when the first value reaches
 * them, so that an object costs what it has and not what its kind could have.
 */
export class SchemaValidator {
  /**
   * @param thorough whether all errors are asked for. Nearly all objects have none, and to find that out takes half the code,
   * which the validator writes anew in each run.
   */
  static for(version: KubernetesVersion, thorough: boolean): SchemaValidator {
    const key = `${version} ${thorough}`;
    const validator = known.get(key) ?? new SchemaValidator(version, thorough);
    known.set(key, validator);
    return validator;
  }

  private readonly ajv: Ajv;
  private readonly models = new Map<string, Validate>();
  private readonly bySchema = new Map<string, Validate>();

  private constructor(
    private readonly version: KubernetesVersion,
    thorough: boolean,
  ) {
    this.ajv = new Ajv({
      allErrors: thorough,
      messages: false,
      strict: false,
      validateSchema: false,
      validateFormats: false,
      addUsedSchema: false,
      code: { optimize: false, regExp: Object.assign(formOf, { code: 'formOf' }) },
    });
    this.ajv.addKeyword(this.modelKeyword);
    this.ajv.addKeyword(this.fieldsKeyword);
    this.ajv.addKeyword(countKeyword('exactlyOne', (count) => count === 1));
    this.ajv.addKeyword(countKeyword('atMostOne', (count) => count <= 1));
    this.ajv.addKeyword({ keyword: 'refused', schemaType: 'string', validate: () => false });
    this.ajv.addKeyword({
      keyword: 'refusedValues',
      type: 'string',
      schemaType: 'object',
      validate: (values: Readonly<Record<string, string>>, value: string) => !Object.hasOwn(values, value),
    });
  }

  /** The function of a schema; the same text of a schema, such as that of any name, is compiled once. */
  compile(schema: JsonSchema): Validate {
    const text = JSON.stringify(schema);
    const validate = this.bySchema.get(text) ?? (this.ajv.compile(schema) as unknown as Validate);
    this.bySchema.set(text, validate);
    return validate;
  }

  private model(name: string): Validate {
    const validate = this.models.get(name) ?? this.compile(toJsonSchema(modelOf(name), this.version));
    this.models.set(name, validate);
    return validate;
  }

  /** Like `$ref`, but the model is looked up and compiled only when a value is there to be held against it. */
  private readonly modelKeyword: FuncKeywordDefinition = {
    keyword: 'model',
    schemaType: 'string',
    compile: (name: string) => {
      const check: Check = (value) => {
        const validate = this.model(name);
        if (validate(value)) return true;
        check.errors = [nested('', validate, value)];
        return false;
      };
      return check;
    },
  };

  /** Like `properties` and `additionalProperties`, but a field's schema is compiled only when the field is given. */
  private readonly fieldsKeyword: FuncKeywordDefinition = {
    keyword: 'fields',
    type: 'object',
    schemaType: 'object',
    compile: ({ listed, others }: FieldForms) => {
      const compiled = new Map<string, Validate>();
      const check: Check = (value: Readonly<Record<string, unknown>>) => {
        const errors: Partial<ErrorObject>[] = [];
        for (const name in value) {
          const given = value[name];
          if (given === undefined) continue;
          const form = Object.hasOwn(listed, name) ? listed[name] : others;
          if (form === undefined) continue;
          if (form === false) {
            errors.push({ keyword: 'additionalProperties', params: { additionalProperty: name } });
            continue;
          }
          const key = form === others ? '' : name;
          const validate = compiled.get(key) ?? this.compile(form);
          compiled.set(key, validate);
          if (!validate(given)) errors.push(nested(`/${escaped(name)}`, validate, given));
        }
        check.errors = errors;
        return errors.length === 0;
      };
      return check;
    },
  };
}

type Check = ReturnType<NonNullable<FuncKeywordDefinition['compile']>>;

/** The errors of another function, as one of the function that has called it. */
function nested(step: string, { errors, schema }: Validate, value: unknown): Partial<ErrorObject> {
  return { keyword: 'nested', params: { step, errors, schema, value } };
}

/** What a function of a schema found wrong with a value, that of others in its place. */
export function errorsOf(errors: readonly RawError[], schema: unknown, value: unknown): SchemaError[] {
  return errors.flatMap((error) => {
    const { instancePath, schemaPath, params } = error;
    if (error.keyword !== 'nested') {
      const asked = valueAt(schema, schemaPath);
      const parent = valueAt(schema, schemaPath.slice(0, schemaPath.lastIndexOf('/'))) as JsonSchema;
      return [{ ...error, asked, schema: parent, data: valueAt(value, instancePath) }];
    }
    return errorsOf(params.errors as RawError[], params.schema, params.value).map((inner) => ({
      ...inner,
      instancePath: `${instancePath}${params.step}${inner.instancePath}`,
      schemaPath: `${schemaPath}${inner.schemaPath.slice(1)}`,
    }));
  });
}

function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The value at a JSON pointer, or at one in a URI's fragment. */
function valueAt(root: unknown, pointer: string): unknown {
  const isFragment = pointer.startsWith('#');
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = isFragment ? decodeURIComponent(part) : part;
    value = (value as Readonly<Record<string, unknown>> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value;
}

function countKeyword(keyword: string, holds: (count: number) => boolean): FuncKeywordDefinition {
  return {
    keyword,
    type: 'object',
    schemaType: 'array',
    validate: (fields: readonly string[], value: Readonly<Record<string, unknown>>) =>
      holds(fields.filter((field) => value[field] !== undefined).length),
  };
}

/** Go knows patterns that JavaScript does not: those are left to the API server. */
function formOf(pattern: string): RegExp {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Perhaps without the flag; else it is none of JavaScript's.
    }
  }
  return /(?:)/;
}
