import { load } from 'js-yaml';
import type { ScrapeConfig } from '../../../../src/observability';
import type { Rendered } from '../manifests';

/** The rendered configuration file. */
export interface Configuration {
  readonly global: Readonly<Record<string, unknown>>;
  readonly storage?: unknown;
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly ScrapeConfig[];
}

/** Reads `prometheus.yaml` of an environment. */
export function configurationOf(rendered: Rendered): Configuration {
  return load(rendered.file('prometheus-config', 'prometheus.yaml')) as Configuration;
}

/** Keys of the file that the tests change: why, and what looks after the rendered value instead. */
export const changedKeys: Readonly<Record<string, { readonly reason: string; readonly instead: string }>> = {
  'global.scrape_interval': { reason: 'half a minute is long', instead: 'schema' },
  'global.scrape_timeout': { reason: 'not longer than the interval', instead: 'schema' },
  'global.evaluation_interval': { reason: 'half a minute is long', instead: 'schema' },
  'scrape_configs[].kubernetes_sd_configs': {
    reason: 'there are no pods to find',
    instead: 'promtool and schema; static targets as discovery would find them among the rendered objects',
  },
  'scrape_configs[].static_configs': { reason: 'the static targets', instead: 'the server itself' },
};

/** The rendered configuration but for `changedKeys`. */
export function testCopy(
  configuration: Configuration,
  targets: (job: ScrapeConfig) => readonly object[],
  ownPort: number,
): Configuration {
  const interval = { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' };
  return {
    ...configuration,
    global: { ...configuration.global, ...interval },
    scrape_configs: configuration.scrape_configs.map((job) => {
      const { kubernetes_sd_configs, ...own } = job;
      if (kubernetes_sd_configs)
        return { ...own, static_configs: targets(job) as ScrapeConfig['static_configs'] & object };
      expect(job.static_configs).toEqual([{ targets: ['localhost:9090'] }]);
      return { ...own, static_configs: [{ targets: [`localhost:${ownPort}`] }] };
    }),
  };
}

/** Paths at which two values differ; elements of lists are compared one by one and written `[]`. */
export function differences(one: unknown, other: unknown, path = ''): string[] {
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return [...new Set(one.flatMap((value, index) => differences(value, other[index], `${path}[]`)))];
  }
  if (isRecord(one) && isRecord(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return keys.flatMap((key) => differences(one[key], other[key], path === '' ? key : `${path}.${key}`));
  }
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [path.replace(/(\.static_configs).*/, '$1')];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
