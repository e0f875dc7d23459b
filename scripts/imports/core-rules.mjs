// What the API server asks of Kubernetes' own kinds beyond the types of their models, by the full names of the models.
import { fields } from './field-rules.mjs';
import { objects, replaced, types } from './model-rules.mjs';
import { names, subdomain } from './patterns.mjs';

/** What the API server asks of names: "Object Names and IDs" of the Kubernetes documentation, and RBAC's path segments. */
const NAMES = {
  '/Namespace': 'label',
  '/Service': 'service',
  'batch/CronJob': 'cronjob',
  'rbac.authorization.k8s.io/ClusterRole': 'segment',
  'rbac.authorization.k8s.io/ClusterRoleBinding': 'segment',
  'rbac.authorization.k8s.io/Role': 'segment',
  'rbac.authorization.k8s.io/RoleBinding': 'segment',
};

/** @param models all models by name; a rule that names no model or no field of it any more is an error */
export function coreRules(models) {
  const rules = {};
  const add = (name, rule) => {
    const { properties, required, ...keywords } = rule;
    const before = rules[name] ?? {};
    rules[name] = {
      ...before,
      ...keywords,
      ...(required || before.required ? { required: [...(before.required ?? []), ...(required ?? [])] } : {}),
      ...(properties || before.properties ? { properties: { ...before.properties, ...properties } } : {}),
    };
  };
  const each = (name, asked, rule) => {
    for (const found of modelsNamed(models, name, asked)) add(found, rule);
  };
  for (const [name, rule] of Object.entries(types)) each(name, [], rule);
  for (const [name, properties] of [...Object.entries(replaced), ...Object.entries(fields)])
    each(name, Object.keys(properties), { properties });
  for (const [name, rule] of Object.entries(objects))
    each(name, [...(rule.required ?? []), ...(rule.exactlyOne ?? []), ...(rule.atMostOne ?? [])], rule);
  return {
    models: Object.fromEntries(Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1))),
    names: Object.fromEntries(Object.entries(NAMES).map(([kind, form]) => [kind, names[form]])),
    otherNames: subdomain,
  };
}

/** A full name is one model; a short one is every model of that name that has the fields. */
function modelsNamed(models, name, asked) {
  const has = (model) => asked.every((field) => models[model].properties?.[field]);
  const found = name.includes('/')
    ? [name].filter((one) => models[one])
    : Object.keys(models).filter((one) => one.replace(/^[^/]+\/(v[0-9a-z]+\.)?/, '') === name);
  const fitting = found.filter(has);
  if (fitting.length === 0)
    throw new Error(`the rules name ${name} with ${asked.join(', ')}, which the models do not have: remove the row`);
  return fitting;
}
