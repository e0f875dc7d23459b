import { z } from 'zod';
import { serverUrl } from '../environment';
import type { OwnRequirement } from '../requirements';
import type { ExposedRoute } from './route';

const letsEncrypt = 'https://acme-v02.api.letsencrypt.org/directory';

/** The account of an issuer that the project writes itself. */
export const acmeAccount = z.strictObject({
  email: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, {
      error: ({ input }) =>
        `impossible mail address '${String(input)}', allowed: one that people read, such as 'ops@example.com'`,
    })
    .describe('Mail address that is told when a certificate is about to expire.'),
  server: serverUrl().default(letsEncrypt).describe('Directory of the ACME server.'),
});
type AcmeAccount = z.output<typeof acmeAccount>;

/**
 * The ClusterIssuer that a file names: the project's own where its account is given, which proves hosts by HTTP-01 through the same
 * controller (cert-manager docs, HTTP-01), else somebody else's.
 */
export function issuerRequirement(
  name: string,
  account: AcmeAccount | undefined,
  ingressClassName: string,
): OwnRequirement {
  return {
    kind: 'ClusterIssuer',
    apiVersion: 'cert-manager.io/v1',
    name,
    why: 'no certificate is issued, and the controller shows its own, which no browser trusts',
    mend: 'make it, or let it be written: give exposure.acme with a mail address',
    ...(account && {
      written: {
        application: 'issuers',
        body: () => ({
          spec: {
            acme: {
              email: account.email,
              server: account.server,
              privateKeySecretRef: { name: `${name}-account-key` },
              solvers: [{ http01: { ingress: { ingressClassName } } }],
            },
          },
        }),
      },
    }),
  };
}

/** The certificate that a file names: whoever runs the cluster puts it into the namespace of each route. */
export function secretRequirement(name: string, { namespace }: ExposedRoute): OwnRequirement {
  return {
    kind: 'Secret',
    apiVersion: 'v1',
    namespace,
    name,
    why: 'the controller shows its own certificate, which no browser trusts',
    mend: 'put the certificate there, with the keys tls.crt and tls.key',
  };
}
