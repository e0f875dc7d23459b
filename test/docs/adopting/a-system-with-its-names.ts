import { ApiObject, JsonPatch } from 'cdk8s';
import {
  type Application,
  BackgroundService,
  Cpu,
  GuestWorkload,
  ManifestFile,
  Size,
  WebService,
  waive,
} from 'cdk8s-tiers';

/** The front ends and the worker become tiers; Redis and PostgreSQL run on as their files say. @param folder of these files */
export function adoptVoting(app: Application, folder: string): void {
  const program = (name: string) => ({
    image: `dockersamples/examplevotingapp_${name}:1.0`,
    resources: { cpu: Cpu.millis(100), memory: Size.mebibytes(128) },
    selectorLabels: { app: name },
  });
  const site = (name: string, servicePort: number, nodePort: number) =>
    new WebService(app, name, {
      ...program(name),
      ports: [{ name: `${name}-service`, port: 80, servicePort }],
      exposure: { host: name, nodePort },
    });
  const server = (name: string) => {
    const workload = new ManifestFile(app, name, { file: `${folder}/${name}.yaml` });
    return new GuestWorkload(app, `${name}-pods`, { workload, tier: name });
  };

  const redis = server('redis');
  const database = server('db');
  ApiObject.of(database).addJsonPatch(JsonPatch.add('/spec/strategy', { type: 'Recreate' }));
  waive(database, 'secret-in-env', 'the programs have this password in their code, the next version reads it');

  const worker = new BackgroundService(app, 'worker', program('worker'));
  const vote = site('vote', 8080, 31000);
  const result = site('result', 8081, 31001);
  // The programs know where the servers are: they need no variables, only the way.
  const way = { env: false } as const;
  for (const client of [vote, worker]) {
    client.connectTo(redis.endpoint({ serviceName: 'redis', port: 6379, protocol: 'tcp' }), way);
  }
  for (const client of [result, worker]) {
    client.connectTo(database.endpoint({ serviceName: 'db', port: 5432, protocol: 'tcp' }), way);
  }
}
