import type { Environment } from '../environment';

/** Fully qualified name of a Service: the same from every namespace. */
export function serviceHost(environment: Environment, service: string, namespace: string): string {
  return `${service}.${namespace}.svc.${environment.cluster.domain}`;
}

/** URL of a web server inside the cluster. */
export function serviceUrl(host: string, port: number, tls = false): string {
  return `${tls ? 'https' : 'http'}://${host}${port === (tls ? 443 : 80) ? '' : `:${port}`}`;
}
