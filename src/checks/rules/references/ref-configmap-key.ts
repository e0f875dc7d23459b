import type { CheckContext } from '../../context';
import { podReferences } from '../../domain/pod-references';
import { fields, list, text } from '../../fields';
import type { PodTemplate } from '../../pod-template';
import type { Observation, Rule } from '../../rule';

export const refConfigmapKey: Rule = {
  id: 'ref-configmap-key',
  title: 'a pod names a key that the ConfigMap does not have',
  severity: 'error',
  why: 'the container cannot start, or the file it reads is missing',
  mend: 'add the key to the ConfigMap, or correct it',
  *check(context) {
    for (const template of context.templates) {
      for (const { kind, name, keys, optional, path } of podReferences(template)) {
        const found = kind === 'ConfigMap' ? context.find('ConfigMap', template.namespace, name) : undefined;
        if (found === undefined || optional) continue;
        const { data, binaryData } = found.object;
        for (const key of keys) {
          if (Object.hasOwn(fields(data), key) || Object.hasOwn(fields(binaryData), key)) continue;
          yield { entry: template.entry, field: path, value: `${template.namespace}/${name} ${key}` };
        }
      }
      yield* subPaths(context, template);
    }
  },
};
/** A subPath of a mounted ConfigMap is a key of it, too: a missing one becomes an empty folder. */
function* subPaths(context: CheckContext, template: PodTemplate): Iterable<Observation> {
  const volumes = context.volumes(template);
  for (const container of template.containers) {
    for (const [index, mount] of list(container.fields.volumeMounts).entries()) {
      const { name, subPath } = fields(mount);
      const volume = fields(volumes.get(text(name) ?? '')?.configMap);
      const source = context.find('ConfigMap', template.namespace, text(volume.name) ?? '');
      if (typeof subPath !== 'string' || source === undefined || volume.items !== undefined) continue;
      if (
        Object.hasOwn(fields(source.object.data), subPath) ||
        Object.hasOwn(fields(source.object.binaryData), subPath)
      )
        continue;
      yield {
        entry: template.entry,
        field: `${container.path}.volumeMounts[${index}].subPath`,
        value: `${source.name} ${subPath}`,
      };
    }
  }
}
