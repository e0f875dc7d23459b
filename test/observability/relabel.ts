import type { RelabelConfig, ScrapeConfig } from '../../src/observability';

/** Labels of a target. */
export type Labels = Readonly<Record<string, string>>;

/** What Prometheus makes of a discovered target, or `undefined` if it is dropped (Prometheus docs, relabel_config). */
export function relabel(discovered: Labels, rules: readonly RelabelConfig[]): Labels | undefined {
  const labels: Record<string, string> = { ...discovered };
  for (const { source_labels = [], separator = ';', regex = '(.*)', action = 'replace', ...rule } of rules) {
    const value = source_labels.map((name) => labels[name] ?? '').join(separator);
    const match = new RegExp(`^(?:${regex})$`, 's').exec(value);
    if ((action === 'keep' && !match) || (action === 'drop' && match)) return undefined;
    if (action === 'replace' && match) {
      const replaced = (rule.replacement ?? '$1').replace(/\$(\d)/g, (_, group) => match[Number(group)] ?? '');
      if (replaced === '') delete labels[rule.target_label!];
      else labels[rule.target_label!] = replaced;
    }
  }
  return labels;
}

/** The targets of a job among what discovery finds: those with the same labels are one. */
export function targetsOf(job: ScrapeConfig, discovered: readonly Labels[]): Labels[] {
  const targets = new Map<string, Labels>();
  for (const labels of discovered) {
    const preset = { __scheme__: job.scheme ?? 'http', __metrics_path__: job.metrics_path ?? '/metrics' };
    const result = relabel({ ...preset, ...labels }, job.relabel_configs ?? []);
    if (!result) continue;
    const kept = Object.fromEntries(
      Object.entries(result)
        .filter(([name]) => !name.startsWith('__meta_'))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    targets.set(JSON.stringify(kept), kept);
  }
  return [...targets.values()];
}
