import { z } from 'zod';
import { serverUrl } from '../environment';
import type { OwnRequirement } from '../requirements';

const letsEncrypt = 'https://acme-v02.api.letsencrypt.org/directory';

/** The account of an issuer that the project writes itself. */
export const acmeAccount = z.strictObject({
  email: z
    .email({ error: (issue) => `'${String(issue.input)}' is no mail address, give one that people read` })
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
