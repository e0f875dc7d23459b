// The models of several releases as one: a field, a value or a version that not all of them have says since when, or until when.

/** @param releases `[{ version, models }]`, oldest first */
export function mergeModels(releases) {
  const names = [...new Set(releases.flatMap(({ models }) => Object.keys(models)))].sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      mergeModel(releases.flatMap(({ version, models }) => (models[name] ? [{ version, model: models[name] }] : []))),
    ]),
  );
}

/** A model lives as long as something refers to it, so only its fields are dated. */
function mergeModel(dated) {
  const newest = dated.at(-1).model;
  const result = { ...newest };
  // What only some releases require can't be asked of all; the newer ones then ask for less than they could.
  if (newest.required)
    result.required = newest.required.filter((field) => dated.every(({ model }) => asks(model, field)));
  if (result.required?.length === 0) delete result.required;
  if (dated.every(({ model }) => !model.properties)) return result;
  const fields = [...new Set(dated.flatMap(({ model }) => Object.keys(model.properties ?? {})))].sort();
  result.properties = Object.fromEntries(
    fields.map((field) => {
      const having = dated.filter(({ model }) => model.properties?.[field]);
      const schema = { ...having.at(-1).model.properties[field] };
      if (schema.enum)
        Object.assign(
          schema,
          mergedValues(having.map(({ version, model }) => [version, model.properties[field].enum])),
        );
      return [field, { ...schema, ...lifetime(having, dated) }];
    }),
  );
  return result;
}

/** A field that a release does not have is not missing from its list. */
function asks(model, field) {
  return model.required?.includes(field) || !model.properties?.[field];
}

/** All values, and since when those exist that the oldest release with a list does not have. */
function mergedValues(lists) {
  const known = lists.filter(([, values]) => values);
  const values = [...new Set(known.flatMap(([, list]) => list))].sort();
  const valuesSince = {};
  for (const value of values) {
    const [since] = known.find(([, list]) => list.includes(value));
    if (since !== known[0][0]) valuesSince[value] = since;
  }
  return Object.keys(valuesSince).length > 0 ? { enum: values, valuesSince } : { enum: values };
}

/** `since`: the first release that has it, unless all did; `until`: the first that does not any more. */
function lifetime(having, all) {
  const result = {};
  const versions = all.map(({ version }) => version);
  const first = versions.indexOf(having[0].version);
  const last = versions.indexOf(having.at(-1).version);
  if (first > 0) result.since = versions[first];
  if (last < versions.length - 1) result.until = versions[last + 1];
  return result;
}

/** Kinds with their versions: `{ group, kind, plural, scope, versions: [{ name, schema, since, until }] }`. */
export function mergeKinds(releases) {
  const kinds = new Map();
  for (const { kinds: list } of releases) {
    for (const { group, kind, plural, namespaced } of list)
      kinds.set(`${group}/${kind}`, { group, kind, plural, scope: namespaced ? 'Namespaced' : 'Cluster' });
  }
  return [...kinds.values()]
    .sort((a, b) => (`${a.group}/${a.kind}` < `${b.group}/${b.kind}` ? -1 : 1))
    .map((entry) => ({ ...entry, versions: mergeVersions(entry, releases) }));
}

function mergeVersions({ group, kind }, releases) {
  const having = releases.flatMap((release) =>
    release.kinds.filter((one) => one.group === group && one.kind === kind).map((one) => ({ ...release, one })),
  );
  const names = [...new Set(having.map(({ one }) => one.version))].sort(byAge);
  return names.map((name) => {
    const served = having.filter(({ one }) => one.version === name);
    return { name, schema: served.at(-1).one.schema, ...lifetime(served, releases) };
  });
}

/** As Kubernetes orders versions: stable before beta before alpha, newer before older. */
function byAge(a, b) {
  const parts = (version) => /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  const [, majorA, stageA = 'stable', minorA = '0'] = parts(a);
  const [, majorB, stageB = 'stable', minorB = '0'] = parts(b);
  const rank = { stable: 2, beta: 1, alpha: 0 };
  return rank[stageB] - rank[stageA] || majorB - majorA || minorB - minorA;
}
