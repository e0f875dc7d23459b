import { cidr, cpuQuantity, dnsLabel, duration, imageReference, memoryQuantity, nodePort, size, z } from 'cdk8s-tiers';

const sizing = (cpu: string, memory: string) =>
  z
    .strictObject({
      cpu: cpuQuantity().prefault(cpu).describe('CPU request.'),
      memory: memoryQuantity().prefault(memory).describe('Memory request and limit.'),
      cpuLimit: cpuQuantity().optional().describe('CPU limit. Default: none.'),
    })
    .prefault({});

const replicated = (cpu: string, memory: string) =>
  z
    .strictObject({
      ...sizing(cpu, memory).unwrap().shape,
      replicas: z.int().min(1).default(1).describe('Number of pods.'),
    })
    .prefault({});

const worker = z.strictObject({
  image: imageReference().describe('Image of the job: Python with pika, job.py in /app.'),
  ...sizing('100m', '128Mi').unwrap().shape,
  minWorkers: z.int().min(0).default(0).describe('Jobs that wait for messages at all times.'),
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
    ui: replicated('100m', '256Mi').describe('UI.'),
    backend: replicated('100m', '256Mi').describe('BackEnd.'),
    data: sizing('100m', '256Mi').describe('Data; one pod, never more.'),
    database: z
      .strictObject({
        ...sizing('250m', '512Mi').unwrap().shape,
        storage: size().prefault('3Gi').describe('Volume of the database.'),
      })
      .prefault({})
      .describe('PostgreSQL.'),
    broker: z
      .strictObject({
        ...sizing('200m', '512Mi').unwrap().shape,
        storage: size().prefault('2Gi').describe('Volume of the broker.'),
      })
      .prefault({})
      .describe('RabbitMQ.'),
    files: z
      .strictObject({
        logs: size().prefault('1Gi').describe('Log files.'),
        acquired: size().prefault('5Gi').describe('Archives fetched from the parks.'),
        processed: size().prefault('5Gi').describe('Decoded data.'),
        storage: size().prefault('5Gi').describe('Reports and stored files.'),
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
