import { prometheusConfigs } from '../../domain/prometheus';
import type { Rule } from '../../rule';

const sources: readonly [RegExp, RegExp, string][] = [
  [
    /\bkube_(?:pod|deployment|statefulset|daemonset|job|node|persistentvolumeclaim|namespace)_\w+/,
    /kube-?state-?metrics/i,
    'kube-state-metrics',
  ],
  [/\bcontainer_(?:cpu|memory|network|fs)_\w+/, /cadvisor/i, 'the cAdvisor of the kubelets'],
  [/\bnode_(?:cpu|memory|filesystem|load|network)\w+/, /node-?exporter/i, 'node-exporter'],
];

export const prometheusMissingSource: Rule = {
  id: 'prometheus-missing-source',
  title: 'a dashboard or rule uses metrics that nobody delivers',
  severity: 'warning',
  why: 'the panel stays empty and the alert never fires',
  mend: 'install and scrape the source, or remove the panel',
  *check(context) {
    if (prometheusConfigs(context).length === 0) return;
    const delivered = [
      ...context.containers.map(({ image }) => image),
      ...prometheusConfigs(context).map(({ file }) => file.text),
    ].join('\n');
    for (const [metric, source, name] of sources) {
      if (source.test(delivered)) continue;
      for (const { entry, key, text: content, path } of context.configFiles) {
        const used = /scrape_configs:/.test(content) ? null : metric.exec(content);
        if (used !== null && /\.json$|\.rules?$|\.ya?ml$/.test(key))
          yield { entry, field: path, value: used[0], what: `metrics of ${name} are used and not collected` };
      }
    }
  },
};
