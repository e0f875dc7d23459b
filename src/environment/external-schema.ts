import { z } from 'zod';
import { dnsLabel } from './address';
import type { External } from './external';
import { quoted, told } from './told';

const matching = (form: RegExp, wrong: string, allowed: string) =>
  z.string().regex(form, { error: (issue) => told(`impossible ${wrong} ${quoted(issue.input)}`, allowed) });

const objectName = () =>
  matching(
    /^[a-z0-9](?:[a-z0-9.:-]{0,251}[a-z0-9])?$/,
    'name of an object',
    'at most 253 lower-case letters, digits, dots, colons and hyphens, with a letter or digit at both ends',
  );

const secret = z.strictObject({
  namespace: dnsLabel().describe('Its namespace.'),
  name: objectName().describe('Its name.'),
  keys: z
    .array(
      matching(/^[-._a-zA-Z0-9]{1,253}$/, 'key of a Secret', "letters, digits, '-', '_' and '.', such as 'tls.crt'"),
    )
    .optional()
    .describe('Its keys. Default: every key is taken to exist.'),
});

const object = z.strictObject({
  kind: matching(/^[A-Z][A-Za-z0-9]{0,62}$/, 'kind', "a kind as manifests write it, such as 'StorageClass'").describe(
    'Its kind.',
  ),
  apiVersion: matching(
    /^(?:[a-z0-9][a-z0-9.-]*\/)?v[0-9]+(?:(?:alpha|beta)[0-9]+)?$/,
    'API version',
    "one as manifests write it, such as 'storage.k8s.io/v1'",
  )
    .optional()
    .describe(
      'Its API version: `apply` and `e2e` ask the cluster for it. Default: it is taken on trust, and not asked for whoever needs it.',
    ),
  namespace: dnsLabel().optional().describe('Its namespace. Default: it is cluster-scoped, or in every namespace.'),
  name: objectName().describe('Its name.'),
});

/** The section `external` of a file. */
export const external = z.strictObject({
  secrets: z.array(secret).optional().describe('Secrets that somebody else makes.'),
  objects: z.array(object).optional().describe('Other objects, such as a StorageClass or a ClusterIssuer.'),
}) satisfies z.ZodType<External>;
