import {
  definitionsAmong,
  KindRegistry,
  type KubernetesObject,
  type Schema,
  schemaOf,
} from '../../../../src/kubernetes';
import type { ControlPlane } from './control-plane';
import { established } from './established';

/** Something that the output needs in the cluster, as its index has it. */
export interface Requirement {
  readonly environment: string;
  readonly kind: string;
  /** @default - no object of the API: a name in DNS, say */
  readonly apiVersion?: string;
  readonly namespace?: string;
  readonly name: string;
  /** Pods that have to run. @default - none */
  readonly pods?: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
}

/** What objects that somebody else makes look like, where a name alone is not enough. */
const forms: Readonly<Record<string, object>> = {
  StorageClass: { provisioner: 'example.org/volumes', volumeBindingMode: 'WaitForFirstConsumer' },
  IngressClass: { spec: { controller: 'example.org/ingress' } },
  PriorityClass: { value: 1000 },
};

/** Gives a cluster what an environment finds there: operators' kinds that are not among our definitions, classes, a controller. */
export async function furnish(
  plane: ControlPlane,
  objects: readonly KubernetesObject[],
  requirements: readonly Requirement[],
): Promise<void> {
  const wanted = [
    ...objects,
    ...requirements.flatMap(({ apiVersion, kind }) => (apiVersion ? [{ apiVersion, kind }] : [])),
  ];
  const served = await plane.api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
  const definitions = definitionsFor(wanted, [...served, ...objects]);
  if (definitions.length > 0) {
    const list = { apiVersion: 'v1', kind: 'List', items: definitions };
    await plane.kubectl.ask(['apply', '--server-side', '--filename=-'], JSON.stringify(list));
    await established(plane.kubectl);
  }
  const made = requirements.flatMap(({ apiVersion, kind, namespace, name, pods }) => {
    if (pods) return podsOf(pods, name);
    return apiVersion
      ? [{ apiVersion, kind, metadata: { name, ...(namespace && { namespace }) }, ...forms[kind] }]
      : [];
  });
  const namespaces = new Set(made.flatMap(({ metadata }) => ('namespace' in metadata ? [metadata.namespace] : [])));
  const spaces = [...namespaces].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  for (const object of [...spaces, ...made]) {
    const { code, stderr } = await plane.kubectl.apply([object as KubernetesObject]);
    if (code !== 0)
      throw new Error(`what the tests make in place of ${object.kind} ${object.metadata.name}: ${stderr}`);
  }
}

function podsOf({ namespace = 'default', labels = {} }: NonNullable<Requirement['pods']>, name: string) {
  const spec = { serviceAccountName: 'default', containers: [{ name: 'one', image: 'example.org/one:1' }] };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec },
  ];
}

/** Definitions of kinds that the library knows by what their operators publish, for those that nothing else defines. */
function definitionsFor(
  wanted: readonly Pick<KubernetesObject, 'apiVersion' | 'kind'>[],
  defined: readonly KubernetesObject[],
): object[] {
  const registry = KindRegistry.forVersion();
  const known = new Set(definitionsAmong(defined).map(({ group, kind }) => `${group}/${kind}`));
  const made = new Map<string, object>();
  for (const { apiVersion, kind } of wanted) {
    const [group = '', version = ''] = apiVersion.split('/');
    if (version === '' || registry.isServedByKubernetes(group) || known.has(`${group}/${kind}`)) continue;
    const found = registry.find(apiVersion, kind);
    if (found === undefined)
      throw new Error(`nothing defines ${kind} of ${apiVersion}: put its definition into imports/crds`);
    const { plural = `${kind.toLowerCase()}s`, scope, readyCondition } = found.definition;
    made.set(`${group}/${kind}`, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: {
        name: `${plural}.${group}`,
        annotations: readyCondition === undefined ? {} : { 'tiers.cdk8s.io/ready-condition': readyCondition },
      },
      spec: {
        group,
        scope,
        names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
        versions: [
          {
            ...{ name: version, served: true, storage: true, subresources: { status: {} } },
            schema: {
              openAPIV3Schema: asDefined(schemaOf(found.version)) ?? {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
        ],
      },
    });
  }
  return [...made.values()];
}

/** Words of our schemas that a definition has none for, and those that it has under another name. */
const ownWords = new Set(['valuesSince', 'const', 'propertyNames', 'exactlyOne', 'atMostOne', 'keys', 'set']);

/** A schema of ours as a definition may have it: what more ours says is left out. */
function asDefined(schema: Schema | undefined): object | undefined {
  if (schema === undefined) return undefined;
  const { properties, items, additionalProperties } = schema;
  const plain = Object.entries(schema).filter(([word]) => !ownWords.has(word));
  return {
    ...Object.fromEntries(plain),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, asDefined(value)])),
    }),
    ...(items && { items: asDefined(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: asDefined(additionalProperties) }),
  };
}
