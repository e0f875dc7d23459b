import { announced, readExporter, writeExporter } from '../../observability/exporters';
import { PrometheusServer, RabbitMqServer } from '../support';

interface Page {
  readonly list: string;
  readonly url: string;
  /** What begins the names that are the product's own, and not of its runtime. */
  readonly prefix: string;
}

/** Holds a list against the page it was written from, or writes it where that is asked for. */
async function hold({ list, url, prefix }: Page, version: string): Promise<void> {
  const page = announced(await (await fetch(url)).text());
  const metrics = Object.fromEntries(Object.entries(page).filter(([name]) => name.startsWith(prefix)));
  const { pathname, search } = new URL(url);
  if (process.env.CDK8S_TIERS_RECORD) {
    writeExporter(list, { version, source: `a running server: ${pathname}${search}`, metrics });
  }
  const recorded = readExporter(list);
  const minor = (text: string) => /^\d+\.\d+/.exec(text)?.[0];
  expect([list, minor(version)]).toEqual([list, minor(recorded.version)]);
  // A patch of the same minor may serve more; what is gone is a fault of the list.
  expect(metrics).toMatchObject(recorded.metrics);
}

async function versionIn(url: string, pattern: RegExp): Promise<string> {
  const page = await (await fetch(url)).text();
  const [, version] = pattern.exec(page) ?? [];
  if (version === undefined) throw new Error(`no version on ${url}: ${pattern}`);
  return version;
}

test('RabbitMQ serves what is recorded, on its page and by queue', async () => {
  const server = await RabbitMqServer.start({
    definitions: {
      vhosts: [{ name: 'one' }],
      queues: [
        { vhost: 'one', name: 'work', durable: true, auto_delete: false, arguments: { 'x-queue-type': 'quorum' } },
      ],
    },
  });
  try {
    const url = `http://127.0.0.1:${server.ports.prometheus}/metrics`;
    const version = await versionIn(url, /^rabbitmq_build_info\{rabbitmq_version="([\d.]+)"/m);
    await hold({ list: 'rabbitmq', url, prefix: 'rabbitmq_' }, version);
    const detailed = `${url}/detailed?family=queue_coarse_metrics&family=queue_consumer_count`;
    await hold({ list: 'rabbitmq-queues', url: detailed, prefix: 'rabbitmq_detailed_' }, version);
  } finally {
    await server.stop();
  }
});

test('Prometheus serves what is recorded', async () => {
  const server = await PrometheusServer.start({
    configFile: 'prometheus.yml',
    files: {
      'prometheus.yml': 'global: { scrape_interval: 1s }\nrule_files: [rules.yml]\n',
      'rules.yml': 'groups: [{ name: one, rules: [{ alert: Always, expr: vector(1) }] }]\n',
    },
  });
  try {
    const url = `${server.url}/metrics`;
    const version = await versionIn(url, /^prometheus_build_info\{.*version="([\d.]+)[^"]*"\}/m);
    await hold({ list: 'prometheus', url, prefix: 'prometheus_' }, version);
  } finally {
    await server.stop();
  }
});
