import { z } from 'zod';
import { dnsLabel, hostname } from './address';
import { quoted, told } from './told';

const folder = z.string().refine((path) => /^(?:\/[\w.-]+)+$/.test(path) && !/\/\.\.?(?:\/|$)/.test(path), {
  error: (issue) =>
    told(
      `impossible folder ${quoted(issue.input)}`,
      "an absolute path without '..' and a final slash, such as '/mnt/data'",
    ),
});

const staticVolumes = z.strictObject({
  mode: z.literal('static').describe('PersistentVolumes are written out: folders of one node.'),
  node: hostname().describe('Node that holds the folders (its label kubernetes.io/hostname).'),
  root: folder.describe('Absolute path of the folder on that node below which the volumes lie.'),
  class: dnsLabel()
    .default('manual')
    .describe('Storage class name that joins volumes and claims; no such object is needed.'),
});

/** Storage classes by purpose. Spelt out: the type that zod infers contradicts itself where optional keys meet `catchall`. */
export interface StorageClasses {
  readonly default: string;
  readonly [purpose: string]: string | undefined;
}

const classes: z.ZodType<StorageClasses> = z
  .strictObject({
    default: hostname().describe('Storage class for every purpose that has none of its own.'),
    database: hostname().optional().describe('Storage class for databases. Default: the default class.'),
    broker: hostname().optional().describe('Storage class for message brokers. Default: the default class.'),
    monitoring: hostname().optional().describe('Storage class for Prometheus and Grafana. Default: the default class.'),
    shared: hostname()
      .optional()
      .describe('Storage class that offers ReadWriteMany. Without it a tier that shares files is an error.'),
  })
  .catchall(hostname().describe('Storage class for another purpose, one that a tier of your own names for its volume.'))
  .superRefine((classes, context) => {
    for (const purpose of Object.keys(classes)) {
      if (dnsLabel().safeParse(purpose).success) continue;
      const message = told(`impossible purpose ${quoted(purpose)}`, 'a name of lower-case letters, digits and hyphens');
      context.addIssue({ code: 'custom', path: [purpose], message });
    }
  })
  .describe('Storage classes by purpose.');

const dynamicVolumes = z.strictObject({
  mode: z.literal('dynamic').describe("Volumes are made by the cluster's storage classes."),
  classes,
  reclaim: z
    .enum(['Retain', 'Delete'])
    .default('Retain')
    .describe('What becomes of the claims of a StatefulSet that is deleted or scaled down.'),
});

/** Where claims get their volumes from. */
export const storage = z.discriminatedUnion('mode', [staticVolumes, dynamicVolumes]);
