// Where each kind keeps the template of the pods it makes: found in the models, by the type of the field.
const TEMPLATE = 'core/v1.PodTemplateSpec';
const ROOTS = { '/Pod': [] };
/** Keeps a template for others, and makes no pods of it. */
const STORES = new Set(['/PodTemplate']);
/** Groups whose pods end. */
const ENDING = new Set(['batch']);

/** The kinds, with `podTemplate: { path, ends }` on those that make pods. */
export function podTemplates(kinds, models) {
  return kinds.map((entry) => {
    const { group, kind, versions } = entry;
    const key = `${group}/${kind}`;
    if (STORES.has(key)) return entry;
    const path = ROOTS[key] ?? templatePath(versions[0].schema, models, new Set());
    if (!path) return entry;
    return { ...entry, podTemplate: ENDING.has(group) ? { path, ends: true } : { path } };
  });
}

function templatePath(name, models, seen) {
  if (seen.has(name)) return undefined;
  for (const [field, { $ref }] of Object.entries(models[name]?.properties ?? {})) {
    if ($ref === TEMPLATE) return [field];
    const below = $ref && templatePath($ref, models, new Set([...seen, name]));
    if (below) return [field, ...below];
  }
  return undefined;
}
