import type { Duration, Size } from 'cdk8s';
import { bytesOf } from '../kubernetes';
import { guards } from './guards';
import type { RouteTarget } from './route';

/** Annotations that make a controller speak another protocol than HTTP/1.1 to programs. */
export interface ProtocolAnnotations {
  /** Of the Ingress. @default - none */
  readonly ingress?: Readonly<Record<string, string>>;
  /** Of the Service behind it. @default - none */
  readonly service?: Readonly<Record<string, string>>;
}

/**
 * A product that serves Ingresses: where its pods usually are, and what its annotations are called. An environment names it by
 * `exposure.controller`; a project adds others by `ingressControllers`.
 *
 * @example
 * const kong: IngressController = {
 *   name: 'kong',
 *   namespace: 'kong',
 *   podLabels: { 'app.kubernetes.io/name': 'gateway' },
 *   protocols: { grpc: () => ({ service: { 'konghq.com/protocol': 'grpc' } }) },
 * };
 */
export interface IngressController {
  /** Value of `exposure.controller`. */
  readonly name: string;
  /** Its namespace, where a file names no other. */
  readonly namespace: string;
  /** Labels of its pods, where a file names no others. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Annotations of an Ingress for the largest body. @default - it has none */
  maxBodySize?(size: Size): Readonly<Record<string, string>>;
  /** Annotations of an Ingress for the time that an answer may take. @default - it has none */
  timeout?(timeout: Duration): Readonly<Record<string, string>>;
  /** Annotations of an Ingress that let in these networks alone. @default - it has none */
  networks?(networks: readonly string[]): Readonly<Record<string, string>>;
  /** Names of annotations of an Ingress that ask for a login, or let in some networks alone. @default - it has none */
  readonly guards?: readonly string[];
  /**
   * Annotations for programs that speak something else than HTTP/1.1, by what they speak: `grpc` (HTTP/2 without TLS), `https`, or any
   * other protocol that a port may name.
   * @default - it speaks HTTP/1.1 alone
   */
  readonly protocols?: Readonly<Record<string, (targets: readonly RouteTarget[]) => ProtocolAnnotations>>;
  /** Whether an Ingress has one protocol for all that it leads to. @default false */
  readonly speaksOneProtocol?: boolean;
}

const seconds = (timeout: Duration) => String(timeout.toSeconds());
const serviceNames = (targets: readonly RouteTarget[]) => targets.map(({ service }) => service.name).join(',');

/** Of the Kubernetes project: where its pods are is what a file means that names no product. */
export const ingressNginx: IngressController = {
  name: 'ingress-nginx',
  namespace: 'ingress-nginx',
  podLabels: { 'app.kubernetes.io/name': 'ingress-nginx' },
  maxBodySize: (size) => ({ 'nginx.ingress.kubernetes.io/proxy-body-size': String(bytesOf(size)) }),
  timeout: (timeout) => ({
    'nginx.ingress.kubernetes.io/proxy-read-timeout': seconds(timeout),
    'nginx.ingress.kubernetes.io/proxy-send-timeout': seconds(timeout),
  }),
  networks: (networks) => ({ 'nginx.ingress.kubernetes.io/whitelist-source-range': networks.join(',') }),
  guards: guards['ingress-nginx'],
  protocols: {
    grpc: () => ({ ingress: { 'nginx.ingress.kubernetes.io/backend-protocol': 'GRPC' } }),
    https: () => ({ ingress: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' } }),
  },
  speaksOneProtocol: true,
};

/** The controllers that every project may name. Sources: their own documentation of annotations. */
export const builtInControllers: readonly IngressController[] = [
  ingressNginx,
  {
    // Of NGINX, Inc.: another product than that of the Kubernetes project.
    name: 'nginx',
    namespace: 'nginx-ingress',
    podLabels: { 'app.kubernetes.io/name': 'nginx-ingress' },
    maxBodySize: (size) => ({ 'nginx.org/client-max-body-size': String(bytesOf(size)) }),
    timeout: (timeout) => ({
      'nginx.org/proxy-read-timeout': `${seconds(timeout)}s`,
      'nginx.org/proxy-send-timeout': `${seconds(timeout)}s`,
    }),
    // Networks are limited by a Policy: an object, not an annotation.
    guards: guards.nginx,
    protocols: {
      grpc: (targets) => ({ ingress: { 'nginx.org/grpc-services': serviceNames(targets) } }),
      https: (targets) => ({ ingress: { 'nginx.org/ssl-services': serviceNames(targets) } }),
    },
  },
  {
    // Bodies, networks and logins are the matter of Middlewares, times of a ServersTransport: objects, not annotations.
    name: 'traefik',
    namespace: 'traefik',
    podLabels: { 'app.kubernetes.io/name': 'traefik' },
    protocols: {
      grpc: () => ({ service: { 'traefik.ingress.kubernetes.io/service.serversscheme': 'h2c' } }),
      https: () => ({ service: { 'traefik.ingress.kubernetes.io/service.serversscheme': 'https' } }),
    },
  },
  {
    // Of HAProxy Technologies.
    name: 'haproxy',
    namespace: 'haproxy-controller',
    podLabels: { 'app.kubernetes.io/name': 'kubernetes-ingress' },
    timeout: (timeout) => ({ 'haproxy.org/timeout-server': `${seconds(timeout)}s` }),
    networks: (networks) => ({ 'haproxy.org/allow-list': networks.join(',') }),
    guards: guards.haproxy,
    protocols: {
      grpc: () => ({ service: { 'haproxy.org/server-proto': 'h2' } }),
      https: () => ({ service: { 'haproxy.org/server-ssl': 'true' } }),
    },
  },
  {
    // Of the community, haproxy-ingress.github.io.
    name: 'haproxy-ingress',
    namespace: 'ingress-controller',
    podLabels: { 'app.kubernetes.io/name': 'haproxy-ingress' },
    maxBodySize: (size) => ({ 'haproxy-ingress.github.io/proxy-body-size': String(bytesOf(size)) }),
    timeout: (timeout) => ({ 'haproxy-ingress.github.io/timeout-server': `${seconds(timeout)}s` }),
    networks: (networks) => ({ 'haproxy-ingress.github.io/allowlist-source-range': networks.join(',') }),
    guards: guards['haproxy-ingress'],
    protocols: {
      grpc: () => ({ service: { 'haproxy-ingress.github.io/backend-protocol': 'h2' } }),
      https: () => ({ service: { 'haproxy-ingress.github.io/backend-protocol': 'h1-ssl' } }),
    },
  },
];
