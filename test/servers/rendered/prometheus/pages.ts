import { createServer as createPlain, type IncomingMessage, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';

/** Pages of metrics by `<address>:<port>`; given the path and the query of a request. */
export type Page = (path: string, query: URLSearchParams) => string | undefined;

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** What was asked. */
export interface Asked {
  readonly address: string;
  readonly path: string;
  readonly query: string;
  readonly authorization: string | undefined;
}

/** Servers of sample pages on loopback addresses. */
export class Pages {
  readonly asked: Asked[] = [];
  private readonly servers: Server[] = [];

  /** Serves a page; with a certificate over TLS. */
  async serve(address: string, port: number, page: Page, certificate?: Certificate): Promise<void> {
    const answer: Parameters<typeof createPlain>[1] = (request, response) => {
      const { pathname, searchParams, search } = new URL(request.url!, 'http://host');
      this.asked.push({
        address: `${address}:${port}`,
        path: pathname,
        query: search,
        authorization: credentials(request),
      });
      const text = page(pathname, searchParams);
      response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain; version=0.0.4' });
      response.end(text ?? '');
    };
    const server = certificate ? createSecure(certificate, answer) : createPlain(answer);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, address, resolve);
    });
    this.servers.push(server);
  }

  async close(): Promise<void> {
    for (const server of this.servers) server.closeAllConnections();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

function credentials(request: IncomingMessage): string | undefined {
  return request.headers.authorization;
}

const lines = (...samples: string[]) => `${samples.join('\n')}\n`;

/** The kubelet of a node that runs a pod with a volume: its own metrics, and those of the containers. */
export const kubelet =
  (name: string, volume: string): Page =>
  (path) => {
    const claim = `namespace="zamperla",persistentvolumeclaim="${volume}"`;
    if (path === '/metrics') {
      return lines(
        `kubelet_volume_stats_available_bytes{${claim}} 40`,
        `kubelet_volume_stats_capacity_bytes{${claim}} 100`,
        'go_goroutines 7',
      );
    }
    if (path !== '/metrics/cadvisor') return undefined;
    const pod = `namespace="zamperla",pod="${name}-0"`;
    return lines(
      `container_memory_working_set_bytes{container="${name}",${pod}} 1000`,
      `container_memory_working_set_bytes{container="",${pod}} 1100`,
      `container_cpu_usage_seconds_total{container="",${pod}} 5`,
      `container_network_receive_bytes_total{interface="eth0",${pod}} 3`,
      `container_tasks_state{container="${name}",${pod}} 1`,
    );
  };

export const apiServer: Page = (path) =>
  path === '/metrics' ? lines('apiserver_request_total{verb="GET",code="200"} 3', 'etcd_requests_total 9') : undefined;

export const kubeStateMetrics: Page = (path) =>
  path === '/metrics'
    ? lines(
        'kube_job_status_active{namespace="zamperla",job_name="data-reporter-scaledjob-x"} 1',
        'kube_job_owner{namespace="zamperla",job_name="data-reporter-scaledjob-x",owner_kind="ScaledJob",owner_name="data-reporter-scaledjob",owner_is_controller="true"} 1',
        'kube_pod_owner{namespace="zamperla",pod="data-reporter-scaledjob-x-y",owner_kind="Job",owner_name="data-reporter-scaledjob-x",owner_is_controller="true"} 1',
        'kube_pod_status_phase{namespace="zamperla",pod="data-reporter-scaledjob-x-y",phase="Running"} 1',
        'kube_pod_container_resource_limits{namespace="zamperla",pod="db-0",container="db",node="node-1",resource="memory",unit="byte"} 2000',
      )
    : undefined;

export const keda: Page = (path) =>
  path === '/metrics'
    ? lines('keda_scaler_metrics_value{namespace="zamperla",scaledObject="data-reporter-scaledjob",scaler="s0"} 2')
    : undefined;

export const rabbitMq: Page = (path, query) => {
  if (path === '/metrics') return lines('rabbitmq_alarms_memory_used_watermark 0', 'rabbitmq_connections 4');
  const families = query.getAll('family').sort().join();
  if (path !== '/metrics/detailed' || families !== 'queue_coarse_metrics,queue_consumer_count') return undefined;
  return lines(
    ...['sftp-download', 'post-process', 'report'].flatMap((queue) => [
      `rabbitmq_detailed_queue_messages{vhost="zamperla",queue="${queue}"} 3`,
      `rabbitmq_detailed_queue_messages_ready{vhost="zamperla",queue="${queue}"} 2`,
      `rabbitmq_detailed_queue_messages_unacked{vhost="zamperla",queue="${queue}"} 1`,
      `rabbitmq_detailed_queue_consumers{vhost="zamperla",queue="${queue}"} 1`,
      `rabbitmq_detailed_queue_messages{vhost="zamperla",queue="${queue}.dead-letter"} 1`,
    ]),
  );
};

export const grafana: Page = (path) => (path === '/metrics' ? lines('grafana_build_info{version="12"} 1') : undefined);
