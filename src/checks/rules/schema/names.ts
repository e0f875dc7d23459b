import { labelProblem } from '../../../kubernetes/label-syntax';
import { keyed } from '../../../manifests/field-path';
import { dig, fields } from '../../../manifests/fields';
import type { Entry } from '../../../manifests/model';
import { each, everything } from '../../builders';
import type { Observation, Rule } from '../../rule';

export const nameRules: readonly Rule[] = [
  {
    id: 'cluster-scoped-namespace',
    title: 'a cluster-scoped object names a namespace',
    severity: 'error',
    why: 'strict validation refuses it, and Argo CD looks for the object in the wrong place',
    mend: 'remove metadata.namespace',
    check: each(everything, function* (entry) {
      const { namespace } = fields(entry.object.metadata);
      if (entry.namespace === '' && namespace !== undefined) yield { field: 'metadata.namespace', value: namespace };
    }),
  },
  {
    id: 'label-syntax',
    title: 'a label or annotation is not one that Kubernetes takes',
    severity: 'error',
    why: 'the API server refuses the object',
    mend: 'shorten or respell it; quote values that YAML reads as number or boolean; long texts are annotations',
    source: 'Kubernetes docs, labels and selectors',
    check: each(everything, function* (entry, context) {
      yield* metadata(entry, entry.object.metadata, 'metadata');
      const template = context.template(entry);
      if (template !== undefined && template.path !== '') {
        yield* metadata(entry, dig(entry.object, ...template.path.split('.'), 'metadata'), `${template.path}.metadata`);
      }
    }),
  },
  {
    id: 'name-syntax',
    title: 'the name is not one that Kubernetes takes',
    severity: 'error',
    why: 'the API server refuses the object, or the pods and Jobs made from it',
    mend: 'use lower-case letters, digits, "-" (and "." where allowed), beginning and ending with a letter or digit',
    source: 'Kubernetes docs, object names',
    check: each(everything, function* (entry) {
      const { name, group, kind } = entry;
      if (name === '') {
        const generated = fields(entry.object.metadata).generateName !== undefined;
        if (!generated && !isListOrKustomization(entry))
          yield { field: 'metadata.name', what: 'the object has no name' };
        return;
      }
      if (freeNames.has(group)) return;
      const short = labelKinds.has(`${group}/${kind}`);
      const limit = longest[`${group}/${kind}`] ?? (short ? 63 : 253);
      if (!(short ? label : subdomain).test(name)) yield { field: 'metadata.name', value: name };
      else if (name.length > limit) {
        yield {
          field: 'metadata.name',
          value: name,
          what: `the name has ${name.length} characters, at most ${limit} are taken`,
        };
      }
    }),
  },
  {
    id: 'namespace-missing',
    title: 'the object names no namespace while others do',
    severity: 'warning',
    why: 'it ends wherever the context of the one who applies it points, and everything that refers to it by namespace misses it',
    mend: 'write metadata.namespace on every namespaced object',
    *check({ entries }) {
      const namespaced = entries.filter((entry) => entry.namespace !== '' && entry.name !== '');
      const without = namespaced.filter((entry) => fields(entry.object.metadata).namespace === undefined);
      if (without.length === namespaced.length) return;
      for (const entry of without) yield { entry, field: 'metadata.namespace' };
    },
  },
];

function* metadata(entry: Entry, source: unknown, path: string): Iterable<Observation> {
  for (const part of ['labels', 'annotations']) {
    for (const [key, value] of Object.entries(fields(fields(source)[part]))) {
      const what = labelProblem(key, value, part === 'labels');
      if (what !== undefined) yield { entry, field: keyed(`${path}.${part}`, key), value, what };
    }
  }
}

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelKinds: ReadonlySet<string> = new Set(['/Namespace', '/Service', 'apps/StatefulSet']);
const longest: Readonly<Record<string, number>> = { 'batch/CronJob': 52, 'batch/Job': 63, 'keda.sh/ScaledJob': 253 };
const freeNames: ReadonlySet<string> = new Set(['rbac.authorization.k8s.io']);

function isListOrKustomization(entry: Entry): boolean {
  return entry.kind === 'List' || entry.group === 'kustomize.config.k8s.io';
}
