import { dig, list, text } from '../../../manifests/fields';
import {
  flagOf,
  globMatches,
  imageName,
  mountedFiles,
  mountsOf,
  prometheusConfigs,
  prometheusServers,
} from '../../../manifests/model';
import { each } from '../../builders';
import type { Rule } from '../../rule';
import { unknownSections } from './prometheus-sections';

export const monitoringConfigurationRules: readonly Rule[] = [
  {
    id: 'config-sub-path',
    title: 'a configuration that should be read again is mounted by subPath',
    severity: 'warning',
    why: 'such a mount never changes: the server keeps the configuration it started with',
    mend: 'mount the folder',
    source: 'Kubernetes docs, ConfigMap',
    *check(context) {
      const servers = context.containers.filter(({ image }) =>
        ['prometheus', 'alertmanager'].includes(imageName(image)),
      );
      for (const container of servers) {
        for (const { volume, subPath, field } of mountsOf(context, container)) {
          if (subPath !== undefined && (volume.configMap !== undefined || volume.secret !== undefined))
            yield { entry: container.template.entry, field: `${field}.subPath`, value: subPath };
        }
      }
    },
  },
  {
    id: 'prometheus-alerts-unrouted',
    title: 'Prometheus has alert rules and nobody to tell',
    severity: 'warning',
    why: 'alerts are computed and reach nobody',
    mend: 'add alerting.alertmanagers, and an Alertmanager with a receiver',
    check: each(
      prometheusConfigs,
      ({ file, content }) =>
        list(content.rule_files).length > 0 &&
        list(dig(content, 'alerting', 'alertmanagers')).length === 0 && { entry: file.entry, field: file.path },
    ),
  },
  {
    id: 'prometheus-config-fields',
    title: 'the Prometheus configuration has a section that Prometheus does not know',
    severity: 'error',
    why: 'Prometheus stops at start with a parse error',
    mend: 'correct the name: global, alerting.alertmanagers[].static_configs[].targets',
    source: 'Prometheus docs, configuration',
    check: each(prometheusConfigs, function* ({ file, content }) {
      for (const { place, meant, isMisplaced } of unknownSections(content)) {
        yield {
          entry: file.entry,
          field: file.path,
          value: place,
          ...(meant !== undefined && { mend: `did you mean ${meant}?` }),
          // A name that is known nowhere may be that of a newer Prometheus.
          ...(meant === undefined && !isMisplaced && { severity: 'warning' }),
        };
      }
    }),
  },
  {
    id: 'prometheus-config-file',
    title: 'Prometheus is told a configuration file that is not there',
    severity: 'error',
    why: 'the server does not start',
    mend: 'make the key of the ConfigMap and the name in --config.file the same',
    check: each(prometheusServers, function* (container, context) {
      const file = flagOf(container, 'config.file') ?? '/etc/prometheus/prometheus.yml';
      const mounts = mountsOf(context, container).filter(({ path }) => file === path || file.startsWith(`${path}/`));
      const maps = mounts.filter(({ volume }) => volume.configMap !== undefined);
      if (maps.length === 0 || maps.length < mounts.length) return;
      const known = maps.every(
        ({ volume }) =>
          context.find('ConfigMap', container.template.namespace, text(dig(volume, 'configMap', 'name')) ?? '') !==
          undefined,
      );
      if (known && !mountedFiles(context, container).some(({ location }) => location === file))
        yield { field: `${container.path}.args`, value: file };
    }),
  },
  {
    id: 'prometheus-flag-dashes',
    title: 'a Prometheus flag has one dash',
    severity: 'error',
    why: 'the parser takes it for a group of one-letter flags, and the server stops',
    mend: 'write two dashes',
    source: 'Prometheus docs, command line',
    *check(context) {
      const servers = context.containers.filter(({ image }) =>
        ['prometheus', 'alertmanager'].includes(imageName(image)),
      );
      for (const { template, path, words } of servers) {
        for (const word of words)
          if (/^-[a-z]{2}/.test(word)) yield { entry: template.entry, field: `${path}.args`, value: word };
      }
    },
  },
  {
    id: 'prometheus-retention',
    title: 'Prometheus has no limit on what it keeps',
    severity: 'warning',
    why: 'the default is 15 days whatever the size: the volume fills and Prometheus stops',
    mend: 'storage.tsdb.retention in the configuration (time, and size of at most 80 % of the claim), or the flags for older versions',
    source: 'Prometheus docs, storage',
    check: each(prometheusServers, function* (container, context) {
      const flag =
        flagOf(container, 'storage.tsdb.retention.time') ??
        flagOf(container, 'storage.tsdb.retention.size') ??
        flagOf(container, 'storage.tsdb.retention');
      const inFile = mountedFiles(context, container).some((file) => /^\s+retention:/m.test(file.text));
      if (flag === undefined && !inFile) yield { field: `${container.path}.args` };
    }),
  },
  {
    id: 'prometheus-rule-files',
    title: 'Prometheus is told rule files that are not there',
    severity: 'error',
    why: 'a pattern that matches nothing is no error: no alert is ever computed',
    mend: 'make rule_files match the keys of the mounted ConfigMap',
    source: 'Prometheus docs, configuration',
    check: each(prometheusServers, function* (container, context) {
      const files = mountedFiles(context, container);
      const locations = files.map(({ location }) => location);
      const folders = new Set(locations.map((location) => location.slice(0, location.lastIndexOf('/'))));
      for (const { file, content } of prometheusConfigs(context)) {
        const own = files.find((item) => item.entry === file.entry && item.key === file.key);
        if (own === undefined) continue;
        for (const pattern of list(content.rule_files)) {
          const full = String(pattern).startsWith('/')
            ? String(pattern)
            : `${own.location.slice(0, own.location.lastIndexOf('/'))}/${pattern}`;
          const folder = full.slice(0, full.lastIndexOf('/'));
          if (folders.has(folder) && !locations.some((location) => globMatches(full, location)))
            yield { entry: file.entry, field: file.path, value: pattern };
        }
      }
    }),
  },
];
