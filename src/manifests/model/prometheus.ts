import { type Fields, fields, list, text } from '../fields';
import { type EmbeddedFile, parsedFile } from './embedded';
import { productOf } from './images';
import type { ManifestModel } from './manifest-model';
import type { ContainerAt } from './pod-template';

/** A Prometheus configuration in a ConfigMap. */
export interface PrometheusConfig {
  readonly file: EmbeddedFile;
  readonly content: Fields;
}

/** Every file of a ConfigMap that is a Prometheus configuration. */
export function prometheusConfigs(context: ManifestModel): readonly PrometheusConfig[] {
  return context.memo('prometheus-configs', () =>
    context.configFiles.flatMap((file) => {
      if (!/^(?:"?scrape_configs"?|"?globals?"?|"?alerting"?|"?rule_files"?)\s*:/m.test(file.text)) return [];
      const content = fields(parsedFile(file));
      return content.scrape_configs === undefined ? [] : [{ file, content }];
    }),
  );
}

/** Containers that run a Prometheus server. */
export function prometheusServers(context: ManifestModel): readonly ContainerAt[] {
  return context.memo('prometheus-servers', () =>
    context.containers.filter((container) => productOf(container) === 'prometheus'),
  );
}

/** The value of a flag given as `--name=value` or `--name value`, with one or two dashes. */
export function flagOf(container: ContainerAt, name: string): string | undefined {
  for (const [index, word] of container.words.entries()) {
    const match = /^--?([\w.-]+)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === name) return match[2] ?? container.words[index + 1];
  }
  return undefined;
}

/** The scrape jobs of a configuration with their index. */
export function scrapeJobs(config: PrometheusConfig): readonly { job: Fields; name: string; index: number }[] {
  return list(config.content.scrape_configs).map((item, index) => {
    const job = fields(item);
    return { job, name: text(job.job_name) ?? String(index), index };
  });
}
