import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Environment } from './environments';
import { isolate, NamespacePolicies, outside } from './policies';
import { Program, Site } from './programs';
import { Database, Redis } from './servers';

export class Voting extends Chart {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name, { namespace: 'voting' });
    const level = (mode: string) => ({
      [`pod-security.kubernetes.io/${mode}`]: 'restricted',
      [`pod-security.kubernetes.io/${mode}-version`]: 'v1.36',
    });
    new kplus.Namespace(this, 'namespace', {
      metadata: { name: 'voting', labels: { ...level('enforce'), ...level('audit'), ...level('warn') } },
    });
    new NamespacePolicies(this);

    const redis = new Redis(this, environment);
    const database = new Database(this, environment);
    const vote = new Site(this, 'vote', environment, { env: redis.env, port: 8080, nodePort: 31000 });
    const result = new Site(this, 'result', environment, { env: database.env, port: 8080, nodePort: 31001 });
    const worker = new Program(this, 'worker', environment, { env: { ...redis.env, ...database.env } });

    const client = outside(this, environment);
    const way = (peer: kplus.INetworkPolicyPeer, port: number) => ({ peer, port });
    const toRedis = way(redis.statefulSet, 6379);
    const toDatabase = way(database.statefulSet, 5432);
    isolate(this, 'vote', vote.deployment, { from: [way(client, 8080)], to: [toRedis] });
    isolate(this, 'result', result.deployment, { from: [way(client, 8080)], to: [toDatabase] });
    isolate(this, 'worker', worker.deployment, { to: [toRedis, toDatabase] });
    const clientsOf = (port: number, site: Program) => [way(site.deployment, port), way(worker.deployment, port)];
    isolate(this, 'redis', redis.statefulSet, { from: clientsOf(6379, vote) });
    isolate(this, 'db', database.statefulSet, { from: clientsOf(5432, result) });
    if (environment.cluster) {
      const solver = kplus.Pods.select(this, 'solver', { labels: { 'acme.cert-manager.io/http01-solver': 'true' } });
      isolate(this, 'certificate-challenge', solver, { from: [way(client, 8089)] });
    }
  }
}
