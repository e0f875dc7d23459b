import { annotations } from '../../kubernetes/labels';
import { list, number } from '../fields';
import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';
import { mountedFiles } from './mounted';
import { namedServices } from './named-services';
import { podCountsOf } from './pod-counts';
import type { ContainerAt, PodTemplate } from './pod-template';
import { rolloutOf } from './rollouts';

/** Connections that the pods of one workload open at the most. */
export interface ConnectionRow {
  readonly entry: Entry;
  /** Pods at the most: autoscalers at their maximum, and those that a rollout makes before it takes any away. */
  readonly pods: number;
  /** Of each pod: as its annotation says, else one. */
  readonly each: number;
}

/** Connections of a server's clients beside what it takes. */
export interface Connections {
  /** `max_connections`. */
  readonly limit: number;
  /** Of these, kept for superusers and the like. */
  readonly reserved: number;
  /** Clients, those with most connections first. */
  readonly rows: readonly ConnectionRow[];
  readonly asked: number;
}

/**
 * What the clients of a PostgreSQL server may ask of it; undefined where several servers share the clients of one Service. Clients are pods
 * that are told the name of its Service.
 */
export function connectionsOf(model: ManifestModel, server: ContainerAt): Connections | undefined {
  if (podCountsOf(model, server.template).most > 1) return undefined;
  const services = model.servicesOf(server.template);
  const isMine = (service: string, namespace: string) =>
    services.some((own) => own.name === service && own.namespace === namespace);
  const called = namedServices(model).filter(({ service, namespace }) => isMine(service, namespace));
  const callers = new Set(called.map(({ template }) => template));
  const rows = model.templates
    .filter((template) => template !== server.template)
    .map((template) => ({ template, declared: declaredIn(template, isMine) }))
    .filter(({ template, declared }) => declared > 0 || callers.has(template))
    .map(({ template, declared }) => ({
      entry: template.entry,
      pods: mostPods(model, template),
      each: Math.max(declared, 1),
    }))
    .sort((a, b) => b.pods * b.each - a.pods * a.each);
  const setting = settingsOf(model, server);
  return {
    limit: setting('max_connections', 100),
    reserved: setting('superuser_reserved_connections', 3) + setting('reserved_connections', 0),
    rows,
    asked: rows.reduce((sum, { pods, each }) => sum + pods * each, 0),
  };
}

/** Connections that a pod says it opens to these Services, as `host:port=number`. */
function declaredIn(
  { annotations: said }: PodTemplate,
  isMine: (service: string, namespace: string) => boolean,
): number {
  return (said[annotations.connections] ?? '').split(',').reduce((sum, item) => {
    const [, service, namespace, count] = /^([a-z0-9-]+)\.([a-z0-9-]+)[a-z0-9.-]*:\d+=(\d+)$/.exec(item.trim()) ?? [];
    return service && namespace && isMine(service, namespace) ? sum + Number(count) : sum;
  }, 0);
}

/** All pods that can hold connections at one time. */
function mostPods(model: ManifestModel, template: PodTemplate): number {
  const { kind, spec } = template.entry;
  if (kind === 'ScaledJob') return number(spec.maxReplicaCount) ?? 100;
  if (kind === 'CronJob') return 1;
  if (kind === 'Job') return number(spec.parallelism) ?? 1;
  if (kind === 'DaemonSet') return Math.max(1, nodesOf(model));
  const { most } = podCountsOf(model, template);
  return most + (rolloutOf(template, most)?.surge ?? 0);
}

function nodesOf({ indexed }: ManifestModel): number {
  return (indexed?.nodes ?? []).reduce((sum, { count }) => sum + count, 0);
}

/** Numbers among the settings of a server: its arguments win over its files (PostgreSQL manual, setting parameters). */
function settingsOf(model: ManifestModel, server: ContainerAt): (name: string, otherwise: number) => number {
  const words = [...list(server.fields.command), ...list(server.fields.args)].join('\n');
  const files = mountedFiles(model, server).map(({ text }) => text);
  return (name, otherwise) => {
    const inWords = new RegExp(`(?:^|\\n)(?:-c\\n?|--)${name.replaceAll('_', '[_-]')}=(\\d+)(?=\\n|$)`).exec(words);
    const inFiles = files.map((text) => new RegExp(`^\\s*${name}\\s*=?\\s*'?(\\d+)`, 'm').exec(text)).find(Boolean);
    return Number((inWords ?? inFiles)?.[1] ?? otherwise);
  };
}
