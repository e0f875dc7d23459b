/** A schema of a CRD (OpenAPI v3) or of a model (JSON schema), as far as they are compared. */
export interface Shape {
  type?: string | string[];
  enum?: string[];
  const?: string;
  required?: string[];
  properties?: Record<string, Shape>;
  items?: Shape;
  additionalProperties?: Shape | boolean;
  default?: unknown;
  $ref?: string;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Lines that say where a CRD and a model differ: fields, types, required lists, values. */
export function differences(place: string, ours: Shape, theirs: Shape, models: Record<string, Shape>): string[] {
  const model = resolved(theirs, models);
  const mine = typeOf(ours);
  const other = typeOf(model);
  if (mine === 'open') return [`${place}: open here, ${other} there`];
  if (mine !== other) return [`${place}: ${mine} here, ${other} there`];
  const values = list(
    place,
    'values',
    ours.enum,
    model.enum ?? (model.const === undefined ? undefined : [model.const]),
  );
  const required = list(place, 'required', ours.required, model.required);
  return [...values, ...required, ...children(place, ours, model, models)];
}

function children(place: string, ours: Shape, theirs: Shape, models: Record<string, Shape>): string[] {
  if (ours.items && theirs.items) return differences(`${place}[]`, ours.items, theirs.items, models);
  if (typeof ours.additionalProperties === 'object' && typeof theirs.additionalProperties === 'object') {
    return differences(`${place}{}`, ours.additionalProperties, theirs.additionalProperties, models);
  }
  const mine = ours.properties ?? {};
  const others = theirs.properties ?? {};
  return [...new Set([...Object.keys(mine), ...Object.keys(others)])].sort().flatMap((field) => {
    const [here, there] = [mine[field], others[field]];
    if (!here) return [`${place}.${field}: only there`];
    if (!there) return [`${place}.${field}: only here`];
    return differences(`${place}.${field}`, here, there, models);
  });
}

function resolved(schema: Shape, models: Record<string, Shape>): Shape {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.replace('#/definitions/', '');
  const found = models[name];
  if (!found) throw new Error(`no model ${name}`);
  return resolved(found, models);
}

/** The models know no integers: their numbers are compared with our integers. */
function typeOf(schema: Shape): string {
  if (schema['x-kubernetes-int-or-string']) return 'integer or string';
  if (schema['x-kubernetes-preserve-unknown-fields'] && !schema.properties) return 'open';
  if (Array.isArray(schema.type)) return schema.type.map(whole).sort().join(' or ');
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') return 'map';
  return whole(schema.type ?? 'anything');
}

function whole(type: string): string {
  return type === 'number' ? 'integer' : type;
}

function list(place: string, what: string, here: string[] | undefined, there: string[] | undefined): string[] {
  const [mine, others] = [here ?? [], there ?? []].map((values) => [...values].sort().join(', ') || 'none');
  return mine === others ? [] : [`${place}: ${what} ${mine} here, ${others} there`];
}
