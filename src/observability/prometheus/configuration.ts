import { Duration, type Size } from 'cdk8s';
import { bytesOf } from '../../kubernetes';
import type { ScrapeConfig } from './scrape-config';

/** Key of the ConfigMap and name of the file: what `--config.file` points to. */
export const configFileName = 'prometheus.yaml';

/** Where the container sees things. */
export const paths = {
  config: '/etc/prometheus',
  rules: '/etc/prometheus-rules',
  data: '/prometheus',
} as const;

/** Share of the volume that blocks may fill; the rest is for the write-ahead log and compaction (Prometheus docs, storage). */
export const retentionShare = 0.8;

export interface ConfigurationInput {
  readonly environment: string;
  readonly scrapeInterval: Duration;
  readonly retention: Duration;
  /** Size of the volume. */
  readonly storage: Size;
  readonly scrapeConfigs: readonly ScrapeConfig[];
}

/**
 * The configuration file as plain data. Retention stands here and not in flags, which are deprecated since 3.11; the server's
 * units are powers of two, so its MB is our Mi. Sources: Prometheus docs, configuration and storage.
 */
export function prometheusConfiguration(input: ConfigurationInput) {
  const interval = promDuration(input.scrapeInterval);
  return {
    global: {
      scrape_interval: interval,
      scrape_timeout: promDuration(Duration.seconds(Math.min(input.scrapeInterval.toSeconds(), 10))),
      evaluation_interval: interval,
      external_labels: { environment: input.environment },
    },
    storage: {
      tsdb: {
        retention: {
          time: promDuration(input.retention),
          size: `${Math.floor((bytesOf(input.storage) * retentionShare) / 1024 ** 2)}MB`,
        },
      },
    },
    rule_files: [`${paths.rules}/*.yaml`],
    scrape_configs: input.scrapeConfigs,
  };
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

/** A duration as Prometheus writes it, in the largest unit that fits: `12h`, `15d`, `30s`. */
export function promDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  const [unit, factor] = units.find(([, size]) => seconds > 0 && seconds % size === 0) ?? ['s', 1];
  return `${seconds / factor}${unit}`;
}
