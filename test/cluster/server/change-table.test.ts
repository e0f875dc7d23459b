import { diffManifests, type Finding, judgeChanges, showPath } from '../../../src/checks/change-safety';
import { FIELD_RULES } from '../../../src/checks/change-safety/rules';
import type { KubernetesObject } from '../../../src/kubernetes';
import { ManifestSet } from '../../../src/manifests';
import { FIXED_FIELDS, withField } from '../../checks/change-safety/table/fixed-fields';
import { clusterObject } from '../../checks/change-safety/table/objects';
import { ROWS } from '../../checks/change-safety/table/rows';
import { VARIANTS } from '../../checks/change-safety/table/variants';
import { type Answer, ControlPlane, ServerSideApply, type Status } from './support';
import { inOwnNamespaces, namesField, namespacesOf } from './support/rows';

let plane: ControlPlane;
let server: ServerSideApply;
beforeAll(async () => {
  plane = await ControlPlane.start();
  server = new ServerSideApply(plane.api);
  const growing = { provisioner: 'example.org/volumes', allowVolumeExpansion: true };
  await taken([clusterObject('storage.k8s.io/v1', 'StorageClass', 'fast', growing)]);
});
afterAll(() => plane?.stop());

let trials = 0;

/** Has the server take objects, and warn of none. Definitions are waited for, and claims bound, as by their controllers. */
async function taken(given: readonly KubernetesObject[]): Promise<void> {
  for (const object of given.filter((each) => !isUnknown(each))) {
    const { code, body, warnings } = await server.apply(object);
    if (code >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${(body as Status).message}`);
    expect(warnings).toEqual([]);
    if (object.kind === 'CustomResourceDefinition') await server.established(object);
    if (object.kind === 'PersistentVolumeClaim') {
      const { requests } = (object.spec as { resources: { requests: object } }).resources;
      await server.patchStatus(object, { phase: 'Bound', capacity: requests });
    }
  }
}

/** What is outside of namespaces goes: the next row may have one of the name. */
async function cleared(objects: readonly KubernetesObject[]): Promise<void> {
  for (const object of objects) {
    if (object.metadata.namespace === undefined && object.kind !== 'Namespace') await server.remove(object);
  }
}

const versionOf = ({ body }: Answer<KubernetesObject | Status>) =>
  (body as { metadata?: { resourceVersion?: string } }).metadata?.resourceVersion;

/** Fields that a refusal names. One by admission (of a claim that may not grow) has no place for them, and says it in words. */
function namedBy({ details, message }: Status): string[] {
  if (/claims can be expanded|pvc can be resized/.test(message)) return ['spec.resources.requests.storage'];
  return (details?.causes ?? []).flatMap(({ field }) => field ?? []);
}

/** Gives the server the next version of an object. What it says to it, for people, and whether each of some fields is named. */
async function ask(object: KubernetesObject, fields: readonly string[]): Promise<string> {
  const before = versionOf(await server.read(object));
  const answer = await server.apply(object);
  if (answer.warnings.length > 0) return `warns: ${answer.warnings.join('; ')}`;
  if (answer.code < 300) return versionOf(answer) === before ? 'takes it, and changes nothing' : 'takes it';
  const status = answer.body as Status;
  const named = namedBy(status);
  const silent = fields.filter((field) => !named.some((each) => namesField(each, field)));
  return silent.length === 0 ? 'refuses it' : `refuses it, but not for ${silent.join(', ')}: ${status.message}`;
}

const isUnknown = ({ apiVersion }: KubernetesObject) => apiVersion === 'example.org/v1';
const isHook = ({ metadata }: KubernetesObject) => metadata.annotations?.['argocd.argoproj.io/hook'] !== undefined;

describe('a field that a row calls fixed', () => {
  const cases = FIXED_FIELDS.flatMap(({ rule, object, fields }) =>
    Object.entries(fields).map(([field, [before, after]]) => ({
      rule,
      kind: object.kind,
      object,
      field,
      before,
      after,
    })),
  );

  test.each(cases)('$rule: the server refuses another $field of a $kind, and names it', async (given) => {
    const { object, field, before, after } = given;
    const versions = [withField(object, field, before), withField(object, field, after)];
    const [from, to] = inOwnNamespaces(versions, `f${++trials}`) as [KubernetesObject, KubernetesObject];
    try {
      await taken([...namespacesOf([from]), from]);
      expect(await ask(to, [field])).toBe('refuses it');
    } finally {
      await cleared([from]);
    }
  });

  afterAll(() => process.stdout.write(`change table: ${cases.length} fixed fields tried\n`));
});

/** What an object's findings say that the server refuses; undefined where they say that it takes it. */
function refusedFields(findings: readonly Finding[]): string[] | undefined {
  const refusals = findings.filter(
    ({ verdict, consequence }) =>
      verdict === 'RECREATE' ||
      (verdict === 'BLOCK' && /API server refuses|refused by the API server/.test(consequence)),
  );
  if (refusals.length === 0) return undefined;
  return refusals.flatMap(({ fields }) => fields.map(({ path }) => showPath(path)));
}

describe('a row of the table', () => {
  const seen = {
    refused: new Set<string>(),
    taken: new Set<string>(),
    unconcerned: [] as string[],
    rules: new Set<string>(),
  };

  const trialsOfRows = [...ROWS, ...VARIANTS];

  test.each(trialsOfRows)('$row', async ({ row, from: before, to: after }) => {
    const suffix = `r${++trials}`;
    const [from, to] = [inOwnNamespaces(before, suffix), inOwnNamespaces(after, suffix)];
    const [old, now] = [ManifestSet.of(from), ManifestSet.of(to)];
    const changes = diffManifests(old, now);
    const findings = judgeChanges(changes, old, now);
    // What is only gone, or of a kind that nobody defines, is nothing that the server could judge.
    const asked = changes.flatMap(({ key, to: next }) =>
      next === undefined || isUnknown(next.object) ? [] : [{ key, object: next.object }],
    );
    try {
      await taken([...namespacesOf([...from, ...to]), ...from]);
      for (const { key, object } of asked) {
        if (isHook(object)) await server.remove(object); // as `apply` and Argo CD do
        const own = findings.filter((finding) => finding.key === key);
        const fields = refusedFields(own);
        expect([key, await ask(object, fields ?? [])]).toEqual([key, fields ? 'refuses it' : 'takes it']);
        seen[fields ? 'refused' : 'taken'].add(row);
        for (const { rule } of own) seen.rules.add(rule);
      }
    } finally {
      await cleared([...from, ...to]);
    }
    if (asked.length === 0) seen.unconcerned.push(row);
  });

  test('is there for each rule about fields, and gives the server something to judge but for these', () => {
    const { refused, taken: accepted, unconcerned, rules } = seen;
    process.stdout.write(
      `change table: ${ROWS.length} rows and ${VARIANTS.length} variants, ${refused.size} with an object refused, ${accepted.size} with one accepted, ${unconcerned.length} that concern no field of an object\n`,
    );
    for (const { rule } of FIXED_FIELDS) rules.add(rule);
    expect(FIELD_RULES.map(({ id }) => id).filter((id) => !rules.has(id))).toEqual([]);
    expect(unconcerned).toMatchInlineSnapshot(`
[
  "Namespace removed or renamed",
  "CRD removed",
  "ServiceAccount removed while referenced",
  "ScaledJob removed, renamed, namespace",
  "Application renamed or removed with finalizer",
  "A broker Service is gone that a trigger still asks",
  "a policy that is gone",
  "ScaledJob removed after it was paused",
  "a Service that an Ingress still names",
  "an Application without its finalizer",
  "a volume that leaves the manifests",
  "a ConfigMap that a pod still mounts",
  "a project together with its Applications",
  "what nobody in the manifests uses any more",
  "an object of an unknown kind",
]
`);
  });
});
