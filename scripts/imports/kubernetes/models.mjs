// The models of one release in the form the library reads: short names, no descriptions, what Kubernetes says of lists, and
// `status` open, because it is the cluster's and not a manifest's.

const REF = '#/definitions/';

/** `io.k8s.api.core.v1.Pod` is `core/v1.Pod`: the file of its group, and its name in it. */
export function modelName(definition) {
  const parts = definition.split('.');
  const name = parts.pop();
  if (parts.at(-1).startsWith('v') && /^v\d/.test(parts.at(-1))) {
    const version = parts.pop();
    return `${parts.pop()}/${version}.${name}`;
  }
  return `meta/${name}`; // Quantity, IntOrString, RawExtension
}

/** All models of a release by name. */
export function modelsOf({ openApi, enums }) {
  return Object.fromEntries(
    Object.entries(openApi.definitions).map(([definition, schema]) => {
      const name = modelName(definition);
      return [name, model(schema, enums.get(name) ?? new Map())];
    }),
  );
}

function model(schema, lists) {
  const result = compact(schema);
  const isKind = schema['x-kubernetes-group-version-kind'] !== undefined;
  for (const [field, child] of Object.entries(result.properties ?? {})) {
    if (field === 'status' && isKind) result.properties[field] = { type: 'object' };
    else if (lists.has(field)) child.enum = lists.get(field);
    else if (lists.has(`${field}[]`)) child.items.enum = lists.get(`${field}[]`);
  }
  return result;
}

function compact(schema) {
  if (schema.$ref) return { $ref: modelName(schema.$ref.slice(REF.length)) };
  const result = {};
  if (schema.type) result.type = schema.type;
  const keys = schema['x-kubernetes-list-map-keys'] ?? merged(schema);
  if (keys) result.keys = keys;
  else if (schema['x-kubernetes-list-type'] === 'set') result.set = true;
  if (schema.required) result.required = [...schema.required].sort();
  if (schema.items) result.items = compact(schema.items);
  if (schema.additionalProperties) result.additionalProperties = compact(schema.additionalProperties);
  if (schema.properties)
    result.properties = Object.fromEntries(
      Object.entries(schema.properties)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([field, child]) => [field, compact(child)]),
    );
  return result;
}

function merged(schema) {
  const key = schema['x-kubernetes-patch-merge-key'];
  return key && schema.type === 'array' ? [key] : undefined;
}

const COLLECTION = /^\/(?:api|apis\/[^/]+)\/[^/]+\/(namespaces\/\{namespace\}\/)?([^/{}]+)$/;

/** The kinds a release serves: those that can be created as objects of their own. */
export function kindsOf({ openApi }) {
  const schemas = new Map();
  for (const [definition, schema] of Object.entries(openApi.definitions)) {
    for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? [])
      schemas.set(`${group}/${version}/${kind}`, modelName(definition));
  }
  const kinds = [];
  for (const [path, { post }] of Object.entries(openApi.paths)) {
    const collection = COLLECTION.exec(path);
    const of = post?.['x-kubernetes-group-version-kind'];
    if (!collection || !of) continue;
    const { group, version, kind } = of;
    const schema = schemas.get(`${group}/${version}/${kind}`);
    kinds.push({ group, version, kind, plural: collection[2], namespaced: collection[1] !== undefined, schema });
  }
  return kinds;
}
