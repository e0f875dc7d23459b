import { readAsset } from '../../asset';
import type { KindDefinition, KindVersion } from './kind-definition';
import type { Schema } from './schema';

/** What the API server asks beyond the types of the models, by name of the model. */
interface Rules {
  readonly models: Readonly<Record<string, Schema>>;
  /** Form of the names of objects, by `group/Kind`; a DNS subdomain where none is given. */
  readonly names: Readonly<Record<string, Schema>>;
  readonly otherNames: Schema;
}

const files = new Map<string, Readonly<Record<string, Schema>>>();
const models = new Map<string, Schema>();
let rules: Rules | undefined;

/** A model by its name, `core/v1.Container`: the file of its group is read when the first one of it is asked for. */
export function modelOf(name: string): Schema {
  let model = models.get(name);
  if (model === undefined) {
    const slash = name.lastIndexOf('/');
    const found = fileOf(name.slice(0, slash))[name.slice(slash + 1)];
    if (found === undefined) throw new Error(`there is no model ${name}`);
    const rule = rulesOfModels().models[name];
    model = rule === undefined ? found : laidOver(found, rule);
    models.set(name, model);
  }
  return model;
}

/** The form of the names of a kind's objects. */
export function nameFormOf({ group, kind }: KindDefinition): Schema {
  const { names, otherNames } = rulesOfModels();
  return names[`${group}/${kind}`] ?? otherNames;
}

/** The schema of a kind's version; undefined if there is none. */
export function schemaOf({ schema }: KindVersion): Schema | undefined {
  return typeof schema === 'string' ? modelOf(schema) : schema;
}

function fileOf(group: string): Readonly<Record<string, Schema>> {
  let file = files.get(group);
  if (file === undefined) {
    file = JSON.parse(readAsset(`kinds/schemas/${group}.json`)) as Readonly<Record<string, Schema>>;
    files.set(group, file);
  }
  return file;
}

function rulesOfModels(): Rules {
  rules ??= JSON.parse(readAsset('kinds/rules.json')) as Rules;
  return rules;
}

/** A rule adds keywords to a model and to its fields; where a field may be a number or a name, the rule says it all. */
function laidOver(model: Schema, rule: Schema): Schema {
  const { properties = {}, required = [], ...keywords } = rule;
  const fields: Record<string, Schema> = { ...model.properties };
  for (const [field, more] of Object.entries(properties)) {
    const before = fields[field];
    if (before === undefined || before.$ref === 'meta/IntOrString') fields[field] = more;
    else if (more.items) fields[field] = { ...before, ...more, items: { ...before.items, ...more.items } };
    else fields[field] = { ...before, ...more };
  }
  const all = [...new Set([...(model.required ?? []), ...required])];
  return {
    ...model,
    ...keywords,
    ...(model.properties || rule.properties ? { properties: fields } : {}),
    ...(all.length > 0 ? { required: all } : {}),
  };
}
