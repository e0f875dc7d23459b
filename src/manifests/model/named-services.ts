import { fields, list, text } from '../fields';
import { embeddedFiles } from './embedded';
import type { Entry } from './entry';
import { serviceHosts } from './hosts';
import type { ManifestModel } from './manifest-model';
import { environmentOf, mountedFiles } from './mounted';
import { holdsHosts, hostsIn, type NamedHost, tellsOfCallers } from './named-hosts';
import type { ContainerAt, PodTemplate } from './pod-template';

/** A Service that a pod is told to call by its name; it need not be there. */
export interface NamedService extends NamedHost {
  /** Whose pods are told. */
  readonly template: PodTemplate;
  /** The object that tells it: the pod's own, or a ConfigMap. */
  readonly entry: Entry;
  readonly path: string;
  /** What tells it: a variable, an argument, or a file. */
  readonly kind: 'env' | 'word' | 'file';
  readonly service: string;
  readonly namespace: string;
}

/** A text that a container is told. */
interface Told extends Pick<NamedService, 'entry' | 'path' | 'kind'> {
  /** Variable or flag; empty where there is none. */
  readonly name: string;
  readonly text: string;
}

/**
 * The Services that pods are told to call: in variables, in arguments, and in ConfigMaps that only one workload reads. What many
 * read does not say who of them calls whom.
 */
export function namedServices(model: ManifestModel): readonly NamedService[] {
  return model.memo('named-services', () => model.containers.flatMap((container) => [...collect(model, container)]));
}

function* collect(model: ManifestModel, container: ContainerAt): Iterable<NamedService> {
  const { template } = container;
  const environment = environmentOf(model, container);
  for (const { entry, path, kind, name, text: words } of told(model, container)) {
    if (tellsOfCallers(name)) continue;
    const given = words.replace(/\$\(([A-Za-z_]\w*)\)/g, (all, variable) => environment.get(variable) ?? all);
    const hosts = [...hostsIn(given, holdsHosts(name)), ...serviceHosts(given).map(bare)];
    const seen = new Set<string>();
    for (const host of hosts) {
      const place = serviceOf(model, host.host, template.namespace);
      const key = `${host.host}:${host.port ?? ''}`;
      if (place === undefined || seen.has(key)) continue;
      seen.add(key);
      yield { ...host, template, entry, path, kind, ...place };
    }
  }
}

/** A name that ends in `svc` is a Service's wherever it stands. */
function bare({ host, port }: { readonly host: string; readonly port?: number }): NamedHost {
  return { host, written: 'alone', ...(port !== undefined && { port }) };
}

function* told(model: ManifestModel, container: ContainerAt): Iterable<Told> {
  const { template, path } = container;
  const { entry, namespace } = template;
  for (const { name, value, path: place } of container.env)
    yield { entry, path: `${place}.value`, kind: 'env', name, text: value };
  for (const [index, item] of list(container.fields.env).entries()) {
    const { name, key } = fields(fields(fields(item).valueFrom).configMapKeyRef);
    const value = fields(model.find('ConfigMap', namespace, text(name) ?? '')?.object.data)[text(key) ?? ''];
    if (typeof value === 'string')
      yield {
        entry,
        path: `${path}.env[${index}].valueFrom`,
        kind: 'env',
        name: text(fields(item).name) ?? '',
        text: value,
      };
  }
  for (const item of list(container.fields.envFrom)) {
    const source = model.find('ConfigMap', namespace, text(fields(fields(item).configMapRef).name) ?? '');
    if (source === undefined || !readBy(model, source, template)) continue;
    for (const file of embeddedFiles(source)) yield { ...file, kind: 'env', name: file.key };
  }
  yield* words(container);
  for (const file of mountedFiles(model, container)) {
    if (readBy(model, file.entry, template))
      yield { entry: file.entry, path: file.path, kind: 'file', name: '', text: withoutComments(file.text) };
  }
}

/** Command and arguments; a flag names its value, behind `=` or as the next word. */
function* words({ template: { entry }, path, fields: container }: ContainerAt): Iterable<Told> {
  for (const part of ['command', 'args']) {
    let flag = '';
    for (const [index, word] of list(container[part]).entries()) {
      if (typeof word !== 'string') continue;
      const [, name = flag, value = word] = /^(-[\w.-]+)=(.*)$/s.exec(word) ?? [];
      yield { entry, path: `${path}.${part}[${index}]`, kind: 'word', name, text: value };
      flag = /^-[\w.-]+$/.test(word) ? word : '';
    }
  }
}

/** Whether one workload alone reads a ConfigMap. */
function readBy(model: ManifestModel, { namespace, name }: Entry, { entry }: PodTemplate): boolean {
  return model.references
    .to('ConfigMap', namespace, name)
    .every((reference) => reference.entry === entry || model.template(reference.entry) === undefined);
}

function withoutComments(content: string): string {
  return content.replace(/^\s*(?:#|\/\/|;|--).*$/gm, '');
}

/** The Service that a host is of, as the search path of a pod finds it; undefined for a name that may be another's. */
function serviceOf(
  model: ManifestModel,
  host: string,
  namespace: string,
): { readonly service: string; readonly namespace: string } | undefined {
  const labels = host.split('.');
  const end = labels.indexOf('svc');
  const [first = '', second = '', third = ''] = labels;
  if (end >= 2) return { service: labels[end - 2] ?? '', namespace: labels[end - 1] ?? '' };
  if (end >= 0 || /^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  const isHeadless = (name: string, place: string) => model.find('Service', place, name)?.spec.clusterIP === 'None';
  if (labels.length === 1) return { service: first, namespace };
  if (labels.length === 2) {
    if (isHeadless(second, namespace)) return { service: second, namespace };
    return namespaces(model).has(second) ? { service: first, namespace: second } : undefined;
  }
  return labels.length === 3 && isHeadless(second, third) ? { service: second, namespace: third } : undefined;
}

function namespaces(model: ManifestModel): ReadonlySet<string> {
  return model.memo('named-namespaces', () => new Set(model.entries.map((entry) => entry.namespace)));
}
