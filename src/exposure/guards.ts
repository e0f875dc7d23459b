/**
 * Annotations of an Ingress that ask for a login, or let in some networks alone, by product. Sources: their own documentation of
 * annotations. What a Middleware of Traefik does nobody can tell from its name.
 */
export const guards = {
  'ingress-nginx': [
    'nginx.ingress.kubernetes.io/auth-type',
    'nginx.ingress.kubernetes.io/auth-url',
    'nginx.ingress.kubernetes.io/auth-tls-secret',
    'nginx.ingress.kubernetes.io/whitelist-source-range',
    'nginx.ingress.kubernetes.io/allowlist-source-range',
  ],
  nginx: ['nginx.org/basic-auth-secret', 'nginx.com/jwt-key'],
  haproxy: ['haproxy.org/allow-list', 'haproxy.org/whitelist', 'haproxy.org/auth-type'],
  'haproxy-ingress': [
    'haproxy-ingress.github.io/auth-url',
    'haproxy-ingress.github.io/auth-secret',
    'haproxy-ingress.github.io/auth-tls-secret',
    'haproxy-ingress.github.io/allowlist-source-range',
    'haproxy-ingress.github.io/whitelist-source-range',
  ],
} as const;
