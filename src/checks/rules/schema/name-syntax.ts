import { fields } from '../../../manifests/fields';
import type { Entry } from '../../../manifests/model';
import type { Rule } from '../../rule';

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const labelKinds: ReadonlySet<string> = new Set(['/Namespace', '/Service', 'apps/StatefulSet']);
const longest: Readonly<Record<string, number>> = { 'batch/CronJob': 52, 'batch/Job': 63, 'keda.sh/ScaledJob': 253 };
const freeNames: ReadonlySet<string> = new Set(['rbac.authorization.k8s.io']);

export const nameSyntax: Rule = {
  id: 'name-syntax',
  title: 'the name is not one that Kubernetes takes',
  severity: 'error',
  why: 'the API server refuses the object, or the pods and Jobs made from it',
  mend: 'use lower-case letters, digits, "-" (and "." where allowed), beginning and ending with a letter or digit',
  source: 'Kubernetes docs, object names',
  *check({ entries }) {
    for (const entry of entries) {
      const { name, group, kind } = entry;
      if (name === '') {
        const generated = fields(entry.object.metadata).generateName !== undefined;
        if (!generated && !isListOrKustomization(entry))
          yield { entry, field: 'metadata.name', what: 'the object has no name' };
        continue;
      }
      if (freeNames.has(group)) continue;
      const short = labelKinds.has(`${group}/${kind}`);
      const limit = longest[`${group}/${kind}`] ?? (short ? 63 : 253);
      if (!(short ? label : subdomain).test(name)) yield { entry, field: 'metadata.name', value: name };
      else if (name.length > limit) {
        yield {
          entry,
          field: 'metadata.name',
          value: name,
          what: `the name has ${name.length} characters, at most ${limit} are taken`,
        };
      }
    }
  },
};
function isListOrKustomization(entry: Entry): boolean {
  return entry.kind === 'List' || entry.group === 'kustomize.config.k8s.io';
}
