import { hostname, z } from 'cdk8s-tiers';

/** What differs from one environment to the next. */
export const settings = z.strictObject({
  version: z.string().describe('Tag of all images.'),
  replicas: z.int().default(1).describe('Pods of each service behind the shop window.'),
  web: z.strictObject({ min: z.int(), max: z.int() }).describe('Least and most pods of the shop window.'),
  payments: hostname().describe('Host of the payment provider.'),
  warehouse: hostname().describe('Host of the database of the warehouse.'),
});
export type Settings = z.output<typeof settings>;
