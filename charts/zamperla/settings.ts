import {
  cidr,
  dnsLabel,
  duration,
  httpProbe,
  imageReference,
  nodePort,
  podSettings,
  routeSettings,
  secretKey,
  size,
  sizing,
  variables,
  z,
} from 'cdk8s-tiers';

/** What every tier of the user's images can be told. */
const program = (cpu: string, memory: string) => ({ ...sizing(cpu, memory), ...variables(), ...podSettings() });

const replicas = z.int().min(1).default(1).describe('Number of pods.');

const storage = (given: string, what: string) => ({
  storage: size().prefault(given).describe(`Volume of the ${what}.`),
  ...podSettings(),
});

const connections = (given: number) =>
  z.int().min(1).default(given).describe('Connections of a pod to the database, at the most.');

/** How long files stay. */
const age = () =>
  z.union([z.literal('never'), duration()], {
    error: ({ input }) =>
      `impossible age ${JSON.stringify(input)}, allowed: never, or a whole number and a unit out of s, m, h, d, such as 30d`,
  });

const worker = z.strictObject({
  image: imageReference().describe('Image of the job: Python with pika, job.py in /app.'),
  ...program('100m', '128Mi'),
  connections: connections(2),
  minWorkers: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Jobs that wait for messages at all times; messages shorter than the polling interval are then worked off one a poll.',
    ),
  maxWorkers: z.int().min(1).describe('Most Jobs at a time.'),
  attemptDeadline: duration().prefault('20m').describe('Time for one message.'),
  consumerTimeout: duration().prefault('30m').describe('Time after which the broker takes a message back.'),
});

/** Form and defaults of the section `systems.zamperla` of an environment. */
export const settings = z
  .strictObject({
    namespace: dnsLabel().default('zamperla').describe('Namespace of the application.'),
    images: z
      .strictObject({
        ui: imageReference().describe('Image of UI.'),
        backend: imageReference().describe('Image of BackEnd.'),
        data: imageReference().describe('Image of Data.'),
        postgres: imageReference().optional().describe("Image of PostgreSQL. Default: the library's."),
        rabbitmq: imageReference().optional().describe("Image of RabbitMQ. Default: the library's."),
      })
      .describe('Images of the long-running tiers.'),
    pods: z.strictObject(podSettings()).prefault({}).describe('What holds for the pods of every tier; its own wins.'),
    config: z
      .union([z.string().min(1), secretKey()])
      .optional()
      .describe(
        "The application's own config.cfg, whole: its text, or the key of a Secret. Data and the jobs see it at /app/config.cfg. Default: what their images hold there.",
      ),
    ui: z
      .strictObject({ ...program('100m', '256Mi'), ...httpProbe('/'), replicas, ...routeSettings() })
      .prefault({})
      .describe('UI.'),
    backend: z
      .strictObject({ ...program('100m', '256Mi'), ...httpProbe('/health'), replicas, connections: connections(15) })
      .prefault({})
      .describe('BackEnd.'),
    data: z
      .strictObject({ ...program('100m', '256Mi'), ...httpProbe('/health'), connections: connections(20) })
      .prefault({})
      .describe('Data; one pod, never more.'),
    database: z
      .strictObject({
        ...sizing('250m', '512Mi'),
        ...storage('3Gi', 'database'),
        maxConnections: z
          .int()
          .min(10)
          .default(200)
          .describe('Connections that it takes, three of them for administrators.'),
      })
      .prefault({})
      .describe('PostgreSQL.'),
    broker: z
      .strictObject({ ...sizing('200m', '512Mi'), ...storage('2Gi', 'broker') })
      .prefault({})
      .describe('RabbitMQ.'),
    files: z
      .strictObject({
        logs: size().prefault('1Gi').describe('Log files.'),
        acquired: size().prefault('5Gi').describe('Archives fetched from the parks.'),
        processed: size().prefault('5Gi').describe('Decoded data.'),
        storage: size().prefault('5Gi').describe('Reports and stored files.'),
        retention: z
          .strictObject({
            logs: age().prefault('30d').describe('Age at which log files are removed.'),
            acquired: age().prefault('never').describe('Age at which archives from the parks are removed.'),
            processed: age().prefault('never').describe('Age at which decoded data is removed.'),
            storage: age().prefault('never').describe('Age at which reports and stored files are removed.'),
            schedule: z.string().default('17 3 * * *').describe('When it is looked for them, as cron says it, in UTC.'),
            dryRun: z
              .boolean()
              .default(false)
              .describe('Tells in the log of the Job what would go, and removes nothing.'),
          })
          .prefault({})
          .describe(
            'How long shared files stay, since their last change: `30d`, or `never` for those that are never removed.',
          ),
      })
      .prefault({})
      .describe('Volumes that Data and the jobs share.'),
    scaling: z
      .strictObject({
        pollingInterval: duration().prefault('10s').describe('Time between looks at a queue.'),
        acceptFastPolling: z.boolean().default(false).describe('Accepts an interval below 5 seconds.'),
        successfulJobsHistory: z.int().min(0).default(5).describe('Finished Jobs that are kept.'),
        failedJobsHistory: z.int().min(0).default(10).describe('Failed Jobs that are kept.'),
        backoffLimit: z.int().min(0).default(6).describe('Retries of a Job, each after twice the wait.'),
        finishedFor: duration().prefault('1d').describe('Time for which a finished Job and its log stay, at most.'),
      })
      .prefault({})
      .describe('How KEDA scales all three jobs.'),
    workers: z
      .strictObject({
        sftpDownloader: worker.describe('Fetches the data of one rule from a park.'),
        postprocessor: worker.describe('Decodes and post-processes with the Rust program.'),
        reporter: worker.describe('Writes the report.'),
      })
      .describe('The three queue-driven jobs.'),
    parks: z
      .strictObject({
        gateways: z.array(cidr()).min(1).describe("Networks of the parks' SFTP gateways."),
      })
      .describe('The parks.'),
    nodePort: nodePort()
      .default(30080)
      .describe('Port of UI on every node, where the environment exposes by NodePort.'),
    host: z.string().default('').describe('Host of UI below the domain; empty for the domain itself.'),
  })
  .describe('Zamperla Analytics.');

/** Settings of Zamperla Analytics with all defaults filled in. */
export type ZamperlaSettings = z.output<typeof settings>;
export type WorkerSettings = ZamperlaSettings['workers']['reporter'];
