import Ajv from 'ajv';
import type { ScrapeConfig } from '../../../../src/observability';
import { environments, rendered } from '../manifests';
import { changedKeys, configurationOf } from './configuration';
import { configurationSchema, metaLabels } from './schema';

const validate = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(
  configurationSchema,
);

function problemsOf(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.each(environments)('the configuration of %s', (environment) => {
  const configuration = configurationOf(rendered(environment));
  const change = (index: number, job: object) => ({
    ...configuration,
    scrape_configs: configuration.scrape_configs.map((own, at) => (at === index ? { ...own, ...job } : own)),
  });

  test('has the documented shape, the sections that the test server does not know included', () => {
    expect(problemsOf(configuration)).toEqual([]);
    const kept = JSON.stringify(configuration);
    for (const key of Object.keys(changedKeys)) expect(kept).toContain(`"${key.split('.').at(-1)}":`);
  });

  test.each<[string, object]>([
    ['an unknown role', { kubernetes_sd_configs: [{ role: 'deployment' }] }],
    ['no role', { kubernetes_sd_configs: [{ namespaces: { names: ['a'] } }] }],
    ['a misspelt key', { kubernetes_sd_configs: [{ role: 'pod', namespace: { names: ['a'] } }] }],
    ['namespaces as a list', { kubernetes_sd_configs: [{ role: 'pod', namespaces: ['a'] }] }],
    [
      'a selector of another role',
      { kubernetes_sd_configs: [{ role: 'pod', selectors: [{ role: 'service', label: 'a=b' }] }] },
    ],
    [
      'a selector in the plural',
      { kubernetes_sd_configs: [{ role: 'pod', selectors: [{ role: 'pod', labels: 'a=b' }] }] },
    ],
    ['credentials in the file', { authorization: { credentials: 'secret' } }],
    ['a flag as a string', { tls_config: { insecure_skip_verify: 'true' } }],
    ['an unknown action', { relabel_configs: [{ source_labels: ['a'], regex: 'b', action: 'retain' }] }],
    ['a rule without a target', { relabel_configs: [{ source_labels: ['a'], regex: 'b' }] }],
    ['a number as a value', { relabel_configs: [{ target_label: 'a', replacement: 1 }] }],
  ])('would be refused with %s', (_title, job) => {
    expect(problemsOf(change(0, job))).not.toEqual([]);
  });

  test('would be refused with a retention without a unit, and with flags in the place of a size', () => {
    const keep = (retention: object) => ({ ...configuration, storage: { tsdb: { retention } } });
    expect(problemsOf(keep({ time: '15', size: '1GB' }))).not.toEqual([]);
    expect(problemsOf(keep({ time: '15d', size: '80%' }))).not.toEqual([]);
    expect(problemsOf(keep({ time: '15d' }))).not.toEqual([]);
  });

  test('reads only labels that its discovery gives', () => {
    const reads = ({ relabel_configs = [] }: ScrapeConfig) =>
      relabel_configs.flatMap(({ source_labels = [] }) => source_labels);
    for (const job of configuration.scrape_configs) {
      const roles = (job.kubernetes_sd_configs ?? []).map(({ role }) => role);
      const known = roles.map((role) => new RegExp(`^__meta_kubernetes_(${metaLabels[role]!.join('|')})$`));
      for (const name of reads(job).filter((name) => name.startsWith('__meta'))) {
        expect([job.job_name, name, known.length > 0 && known.every((pattern) => pattern.test(name))]).toEqual([
          job.job_name,
          name,
          true,
        ]);
      }
    }
  });

  test('shows the token over TLS only, with a check of who asks for it', () => {
    const withToken = configuration.scrape_configs.filter(({ authorization }) => authorization);
    expect(withToken.map(({ job_name }) => job_name)).toEqual([
      'kubernetes-apiservers',
      'kubernetes-nodes',
      'kubernetes-cadvisor',
    ]);
    for (const { scheme, tls_config } of withToken) {
      expect(scheme).toBe('https');
      expect(tls_config?.ca_file !== undefined || tls_config?.insecure_skip_verify === true).toBe(true);
    }
  });

  test('is granted the kinds that it discovers', () => {
    interface Role {
      readonly rules: readonly {
        readonly apiGroups?: string[];
        readonly resources?: string[];
        readonly verbs: string[];
      }[];
    }
    const { rules } = rendered(environment).object<Role>('ClusterRole', 'platform-prometheus');
    const needed = { node: ['nodes'], pod: ['pods'], endpointslice: ['endpointslices', 'services', 'pods'] } as const;
    const roles = configuration.scrape_configs.flatMap((job) =>
      (job.kubernetes_sd_configs ?? []).map(({ role }) => role),
    );
    for (const resource of new Set(roles.flatMap((role) => needed[role]))) {
      const granted = rules.find(({ resources }) => resources?.includes(resource));
      expect([resource, granted?.verbs]).toEqual([resource, ['get', 'list', 'watch']]);
    }
  });
});
