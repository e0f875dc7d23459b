// The table of docs/connections.md: what each endpoint gives its clients, read from one of each.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const endpoints = require('../src/lib/endpoints/index.js');
const { UserCredential } = require('../src/lib/secrets/index.js');
const { Postgres, RabbitMq, WebService } = require('../src/lib/tiers/index.js');
const { makeSystem, small } = require('../src/lib/testing/index.js');
const { Size } = require('cdk8s');

/** One of each, by the words of the first column. */
function oneOfEach() {
  const { Cache, Database, Endpoint, GrpcEndpoint, HttpEndpoint, MailServer, ObjectStore } = endpoints;
  const { application: app } = makeSystem();
  const credentials = UserCredential.fromSecretName(app, 'login', 'login');
  const keys = { accessKeyId: credentials.username, secretAccessKey: credentials.password };
  const networks = ['203.0.113.0/24'];
  const at = (host) => ({ host, networks, credentials });
  const tier = { image: 'a:1.0', port: 8080, resources: small };
  const storage = Size.gibibytes(1);
  const web = new WebService(app, 'web', tier);
  const broker = new RabbitMq(app, 'mq', { storage, resources: { ...small, memory: Size.mebibytes(256) } });
  const orders = broker.addQueue('orders');
  const granted = broker.grantPublish(web, orders);
  return {
    '`WebService`, `StatefulService`': web,
    '`HttpEndpoint`': HttpEndpoint.fromUrl(app, 'http', { url: 'https://api.example.com/v1', networks }),
    '`GrpcEndpoint`': GrpcEndpoint.fromAddress(app, 'grpc', at('grpc.example.com')),
    '`Postgres`': new Postgres(app, 'db', { database: 'shop', storage, resources: small }),
    '`Database`': Database.fromAddress(app, 'my', {
      ...at('db.example.com'),
      engine: 'mysql',
      port: 3306,
      database: 'shop',
    }),
    '`Cache`, `Redis`': Cache.fromAddress(app, 'cache', { ...at('cache.example.com'), tls: true }),
    '`ObjectStore`': ObjectStore.fromUrl(app, 's3', {
      url: 'https://s3.example.com',
      networks,
      bucket: 'files',
      credentials: keys,
    }),
    '`MailServer`': MailServer.fromAddress(app, 'mail', at('mail.example.com')),
    '`Endpoint`': Endpoint.fromAddress(app, 'plain', { ...at('time.example.com'), port: 123 }),
    'queue of `RabbitMq`': { ...granted, parts: { ...granted.parts, name: orders.name } },
  };
}

function told(value) {
  if (typeof value === 'string') return `\`${value}\``;
  return 'template' in value ? `\`${value.template}\`` : `key \`${value.key}\` of Secret \`${value.secretName}\``;
}

/** The table, as Markdown. */
export function endpointParts() {
  const rows = Object.entries(oneOfEach()).flatMap(([title, { name, parts, defaultParts }]) =>
    Object.keys(parts).map((part, index) => {
      const [variable] = endpoints.clientVariables('', { name, parts, defaultParts: [part] }, 'X').at(-1);
      const given = defaultParts.includes(part) ? `\`${variable}\`` : '';
      return `| ${index === 0 ? title : ''} | \`${part}\` | ${given} | ${told(parts[part])} |\n`;
    }),
  );
  return `| Endpoint | Part | By prefix | For example |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}
