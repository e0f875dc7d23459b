import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { type Daemon, freePorts, mustRun, promtool, type RunFolder, until } from '../../support';
import { environments, rendered, Secrets } from '../manifests';
import { RenderedPod, type Workload } from '../pod';
import { changedKeys, configurationOf, differences, testCopy } from './configuration';
import { Cluster } from './discovery';
import { apiServer, type Certificate, grafana, keda, kubelet, kubeStateMetrics, Pages, rabbitMq } from './pages';

interface Target {
  readonly scrapePool: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly health: string;
  readonly lastError: string;
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: [number, string];
}

const token = 'token-of-the-tests';

/** A certificate that is its own authority. */
async function certificate(folder: RunFolder, name: string, subjects: string): Promise<Certificate> {
  const [key, cert] = [`${folder.path}/${name}.key`, `${folder.path}/${name}.crt`];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const files = ['-keyout', key, '-out', cert];
  await mustRun(['openssl', 'req', '-x509', ...algorithm, ...files, '-subj', `/CN=${name}`, '-addext', subjects]);
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

describe.each(environments)('the rendered Prometheus of %s', (environment) => {
  const output = rendered(environment);
  const configuration = configurationOf(output);
  const cluster = new Cluster(output, `${randomInt(1, 250)}.${randomInt(1, 250)}`);
  const statefulSet = output.object<Workload>('StatefulSet', 'prometheus');
  const pages = new Pages();
  let pod: RenderedPod;
  let daemon: Daemon;
  let copy: ReturnType<typeof configurationOf>;
  let url: string;

  const api = async <Data>(path: string): Promise<Data> => {
    const body = (await (await fetch(`${url}/api/v1/${path}`)).json()) as {
      status: string;
      data: Data;
      error?: string;
    };
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`);
    return body.data;
  };
  const query = async (expression: string) =>
    (await api<{ result: Sample[] }>(`query?query=${encodeURIComponent(expression)}`)).result;
  const targets = async () => (await api<{ activeTargets: Target[] }>('targets?state=active')).activeTargets;
  const ruleFiles = () => ({ ...output.files('platform-rules'), ...output.files('zamperla-rules') });

  beforeAll(async () => {
    pod = RenderedPod.of(output, statefulSet, new Secrets(output));
    const nodes = cluster.nodes.map(({ ip }) => `IP:${ip}`).join();
    const own = await certificate(pod.folder, 'cluster', `subjectAltName=DNS:kubernetes.default.svc,${nodes}`);
    const stranger = await certificate(pod.folder, 'stranger', `subjectAltName=${nodes}`);
    pod.folder.write('account/token', token);
    pod.folder.write('account/ca.crt', own.cert);
    await pages.serve(cluster.apiServer, 6443, apiServer, own);
    await pages.serve(cluster.nodes[0]!.ip, 10250, kubelet('db', 'pg-volume-claim'), own);
    await pages.serve(cluster.nodes[1]!.ip, 10250, kubelet('rabbitmq', 'rabbitmq-volume-claim'), stranger);
    await pages.serve(cluster.podOf('kube-state-metrics').ip, 8080, kubeStateMetrics);
    await pages.serve(cluster.podOf('keda-operator').ip, 8080, keda);
    await pages.serve(cluster.podOf('rabbitmq').ip, 15692, rabbitMq);
    await pages.serve(cluster.podOf('grafana').ip, 3000, grafana);
    const [port] = (await freePorts(1)) as [number];
    copy = testCopy(configuration, (job) => cluster.targets(job), port);
    pod.folder.write('config/prometheus.yaml', JSON.stringify(copy, undefined, 2));
    const args = pod.container('prometheus').args!;
    url = `http://localhost:${port}`;
    daemon = pod.start('prometheus', {
      command: ['prometheus', ...args, `--web.listen-address=localhost:${port}`],
      mounts: { '/etc/prometheus': 'config', '/var/run/secrets/kubernetes.io/serviceaccount': 'account' },
    });
    await daemon.ready('Prometheus is ready', async () => (await fetch(`${url}/-/ready`)).ok);
    await until('every target has been looked at', async () => {
      const found = await targets();
      return found.length > 0 && found.every(({ health }) => health !== 'unknown');
    });
    await until('every rule has been evaluated', async () => {
      const { groups } = await api<{ groups: { rules: { health: string }[] }[] }>('rules');
      return groups.length > 0 && groups.every(({ rules }) => rules.every(({ health }) => health === 'ok'));
    });
  });
  afterAll(async () => {
    await daemon?.stop();
    await pages.close();
    pod?.remove();
  });

  test('differs from the rendered file in the table of changed keys only', () => {
    expect(differences(configuration, copy).sort()).toEqual(Object.keys(changedKeys).sort());
  });

  /** What promtool says of the rendered configuration, discovery included, with some job changed. */
  const judge = (change: (jobs: readonly object[]) => readonly object[] = (jobs) => jobs) => {
    const changed = {
      ...configuration,
      scrape_configs: change(configuration.scrape_configs),
      rule_files: ['*-rules.yaml'],
    };
    // The token and the authority are those of a pod.
    const account = { token, 'ca.crt': readFileSync(`${pod.folder.path}/account/ca.crt`, 'utf8') };
    const text = JSON.stringify(changed).replaceAll('/var/run/secrets/kubernetes.io/serviceaccount/', '');
    return promtool(['check', 'config', 'prometheus.json'], { ...ruleFiles(), ...account, 'prometheus.json': text });
  };

  test('promtool takes the configuration as it is rendered, and the rules', async () => {
    expect(await judge()).toMatchObject({ code: 0, stderr: '' });
    const rules = await promtool(
      ['check', 'rules', '--lint=all', '--lint-fatal', ...Object.keys(ruleFiles())],
      ruleFiles(),
    );
    expect({ code: rules.code, stderr: rules.stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each<[string, object, RegExp]>([
    ['of a role that there is not', { role: 'deployment' }, /unknown Kubernetes SD role "deployment"/],
    ['with a misspelt key', { role: 'pod', namespace: { names: ['a'] } }, /field namespace not found/],
    [
      'with a selector of another role',
      { role: 'pod', selectors: [{ role: 'service', label: 'a=b' }] },
      /pod role supports only pod, node selectors/,
    ],
  ])('promtool refuses discovery %s', async (_title, discovery, words) => {
    const outcome = await judge(([job, ...rest]) => [{ ...job, kubernetes_sd_configs: [discovery] }, ...rest]);
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringMatching(words) });
  });

  test('starts with the rendered paths and loads the file without a complaint', async () => {
    expect(daemon.log).toContain('Completed loading of configuration file');
    expect(daemon.log).not.toMatch(/level=(ERROR|error)/);
    const { yaml } = await api<{ yaml: string }>('status/config');
    const loaded = load(yaml) as { scrape_configs: { job_name: string }[] };
    expect(loaded.scrape_configs.map(({ job_name }) => job_name)).toEqual(
      configuration.scrape_configs.map(({ job_name }) => job_name),
    );
    const flags = await api<Record<string, string>>('status/flags');
    expect(flags).toMatchObject({
      'config.file': '/etc/prometheus/prometheus.yaml',
      'storage.tsdb.path': '/prometheus',
    });
  });

  test('finds each target once, under the rendered job names and with the labels that rules and dashboards use', async () => {
    const podLabels = (name: string, app: string, namespace: string) => ({
      ...{ namespace, pod: `${name}-0`, node: 'node-1', app, tier: name },
    });
    const at = (name: string, port: number) => `${cluster.podOf(name).ip}:${port}`;
    const rabbit = { instance: at('rabbitmq', 15692), ...podLabels('rabbitmq', 'zamperla-app', 'zamperla') };
    const visible = podLabels('grafana', 'platform', 'monitoring');
    const node = (name: string) => ({ instance: name, node: name });
    const expected: Record<string, object[]> = {
      'kubernetes-apiservers': [{ instance: `${cluster.apiServer}:6443` }],
      'kubernetes-nodes': [node('node-1'), node('node-2')],
      'kubernetes-cadvisor': [node('node-1'), node('node-2')],
      'kubernetes-pods': [rabbit],
      'kubernetes-service-endpoints': [{ instance: at('grafana', 3000), service: 'grafana-service', ...visible }],
      'kube-state-metrics': [{ instance: 'kube-state-metrics' }],
      'rabbitmq-queues': [rabbit],
      keda: [{ instance: 'keda-operator' }],
      prometheus: [{ instance: new URL(url).host }],
    };
    const found: Record<string, object[]> = {};
    for (const { scrapePool, labels } of await targets()) {
      const { job, ...rest } = labels;
      expect(job).toBe(scrapePool);
      found[scrapePool] = [...(found[scrapePool] ?? []), rest];
    }
    for (const [pool, list] of Object.entries(found)) {
      found[pool] = list.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    }
    expect(found).toEqual(expected);
    expect(Object.keys(found).sort()).toEqual(configuration.scrape_configs.map(({ job_name }) => job_name).sort());
  });

  test('reads every target; a kubelet whose certificate nobody knows only where that is accepted', async () => {
    const strict = configuration.scrape_configs.find(({ job_name }) => job_name === 'kubernetes-nodes')!.tls_config;
    const refused = (await targets()).filter(({ health }) => health !== 'up');
    const expected = strict?.insecure_skip_verify ? [] : ['kubernetes-cadvisor node-2', 'kubernetes-nodes node-2'];
    expect(refused.map(({ scrapePool, labels }) => `${scrapePool} ${labels.instance}`).sort()).toEqual(expected);
    for (const { lastError } of refused) expect(lastError).toMatch(/certificate signed by unknown authority|x509/);
  });

  test('shows its token to the API server and the kubelets, and to nobody else', () => {
    const trusted = new Set([`${cluster.apiServer}:6443`, ...cluster.nodes.map(({ ip }) => `${ip}:10250`)]);
    const shown = new Set(pages.asked.filter(({ authorization }) => authorization).map(({ address }) => address));
    expect([...shown].every((address) => trusted.has(address))).toBe(true);
    expect(shown.size).toBeGreaterThan(1);
    const inside = pages.asked.filter(({ address }) => trusted.has(address));
    expect(new Set(inside.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${token}`]));
  });

  test('asks the broker for numbers by queue, besides its annotated page', () => {
    const asked = pages.asked.filter(({ address }) => address.endsWith(':15692'));
    expect([...new Set(asked.map(({ path, query: text }) => `${path}${text}`))].sort()).toEqual([
      '/metrics',
      '/metrics/detailed?family=queue_coarse_metrics&family=queue_consumer_count',
    ]);
  });

  test('keeps what is shown and drops what nobody looks at', async () => {
    for (const dropped of ['go_goroutines{job="kubernetes-nodes"}', 'etcd_requests_total', 'container_tasks_state']) {
      expect([dropped, await query(dropped)]).toEqual([dropped, []]);
    }
    const containers = await query('container_memory_working_set_bytes{node="node-1"}');
    expect(containers.map(({ metric }) => metric.container)).toEqual(['db']);
    expect(await query('container_cpu_usage_seconds_total')).toEqual([]);
    expect(await query('container_network_receive_bytes_total{node="node-1"}')).toHaveLength(1);
  });

  test('metrics about others keep the labels of what they are about', async () => {
    const [job] = await query('kube_job_status_active');
    expect(job?.metric).toMatchObject({ namespace: 'zamperla', job_name: 'data-reporter-scaledjob-x' });
    const [scaler] = await query('keda_scaler_metrics_value');
    expect(scaler?.metric).toMatchObject({ namespace: 'zamperla', scaledObject: 'data-reporter-scaledjob' });
    for (const sample of [job, scaler]) {
      expect(Object.keys(sample!.metric).filter((name) => name.startsWith('exported_'))).toEqual([]);
    }
  });

  test('rules are the rendered ones, and fire on the samples: dead letters, and queues without Jobs', async () => {
    interface Group {
      readonly name: string;
      readonly rules: { readonly name: string; readonly health: string; readonly lastError?: string }[];
    }
    const { groups } = await api<{ groups: Group[] }>('rules');
    const given = Object.values(ruleFiles()).flatMap((text) => (load(text) as { groups: { name: string }[] }).groups);
    expect(groups.map(({ name }) => name).sort()).toEqual(given.map(({ name }) => name).sort());
    expect(groups.flatMap(({ rules }) => rules.map(({ lastError }) => lastError ?? '')).filter(Boolean)).toEqual([]);
    // Before the first look at a target its metrics are missing: alerts of that moment pass.
    const expected = {
      DeadLetters: ['post-process', 'report', 'sftp-download'],
      QueueWithoutWorkers: ['post-process', 'sftp-download'],
      QueueMetricsMissing: [],
      TargetMissing: [],
      TargetDown: environment === 'local' ? [] : ['kubernetes-cadvisor', 'kubernetes-nodes'],
    };
    let alerts: Record<string, (string | undefined)[]> = {};
    await until('alerts settle', async () => {
      const found = (await api<{ alerts: { labels: Record<string, string> }[] }>('alerts')).alerts;
      alerts = Object.fromEntries(
        Object.keys(expected).map((name) => [
          name,
          found
            .filter(({ labels }) => labels.alertname === name)
            .map(({ labels }) => labels.queue ?? labels.job)
            .sort(),
        ]),
      );
      return JSON.stringify(alerts) === JSON.stringify(expected);
    }).catch(() => undefined);
    expect(alerts).toEqual(expected);
  });

  test('answers every expression of the dashboards; those over the samples with a value', async () => {
    interface Panel {
      readonly targets?: { readonly expr: string }[];
      readonly panels?: Panel[];
    }
    const expressions = (panel: Panel): string[] => [
      ...(panel.targets ?? []).map(({ expr }) => expr),
      ...(panel.panels ?? []).flatMap(expressions),
    ];
    const boards = ['platform-dashboards', 'zamperla-dashboards'].flatMap((name) => Object.values(output.files(name)));
    const all = boards.flatMap((text) => expressions(JSON.parse(text) as Panel));
    expect(all.length).toBeGreaterThan(20);
    const answered: string[] = [];
    for (const expression of all) if ((await query(expression)).length > 0) answered.push(expression);
    const numbers = all.filter((expression) => /^sum\(rabbitmq_detailed_queue_messages/.test(expression));
    expect(numbers.length).toBeGreaterThanOrEqual(9);
    expect(answered).toEqual(expect.arrayContaining(numbers));
    expect(answered.join('\n')).toContain('kube_pod_container_resource_limits');
    expect(answered.join('\n')).toContain('keda_scaler_metrics_value');
  });
});
