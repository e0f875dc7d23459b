import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { UserCredential } from '../../src/secrets';
import { Postgres, RabbitMq, WebService } from '../../src/tiers';
import { makeSystem, small } from '../fixtures';
import { envLines } from '../fixtures/env-lines';
import { connectByPrefix } from './connections/a-prefix';
import { exchangeMessages } from './connections/messages';
import { connectByName } from './connections/names-of-your-own';
import { connectToPort } from './connections/one-of-several-ports';
import { connectWithRights } from './connections/rights';
import { connectToMigrated } from './connections/what-pods-wait-for';
import { anchors, codeBlocks, textOf } from './markdown';

const page = textOf('docs/connections.md');
const sections = new Map(
  page
    .split(/^(?=## )/m)
    .filter((section) => section.startsWith('## '))
    .map((section) => [anchors(section)[0]!, section]),
);
const files = readdirSync(join(__dirname, 'connections')).map((name) => name.replace(/\.ts$/, ''));

function shop() {
  const test = makeSystem();
  const { application } = test;
  const tier = (name: string) => new WebService(application, name, { image: 'a:1.0', port: 8080, resources: small });
  const database = new Postgres(application, 'db', { database: 'shop', storage: Size.gibibytes(1), resources: small });
  const resources = { ...small, memory: Size.mebibytes(256) };
  const broker = new RabbitMq(application, 'mq', { storage: Size.gibibytes(1), resources });
  return { ...test, web: tier('web'), api: tier('api'), database, broker };
}
type Shop = ReturnType<typeof shop>;

const loginIn = (scope: Construct) => UserCredential.fromSecretName(scope, 'login', 'sales-login');

describe('the page of connections', () => {
  test.each<[string, (test: Shop) => void]>([
    ['a-prefix', ({ web, database, api }) => connectByPrefix(web, database, api)],
    ['names-of-your-own', ({ web, database, api }) => connectByName(web, database, api)],
    ['one-of-several-ports', ({ application, web }) => connectToPort(application, web, { resources: small })],
    ['rights', ({ web, database }) => connectWithRights(web, database)],
    ['what-pods-wait-for', ({ application, web }) => connectToMigrated(application, web, loginIn(application))],
    ['messages', ({ web, broker }) => exchangeMessages(web, broker.addQueue('orders'), broker.addQueue('invoices'))],
  ])('shows code that runs, and the variables that it gives: %s', (anchor, connect) => {
    const [code, variables] = codeBlocks(sections.get(anchor)!);
    expect(code?.text).toBe(textOf(`test/docs/connections/${anchor}.ts`));
    const test = shop();
    connect(test);
    const [container] = test.render().get('Deployment', 'web').spec.template.spec.containers;
    expect(variables?.text).toBe(
      envLines(container)
        .map((line) => `${line}\n`)
        .join(''),
    );
  });

  test('has a section for each of the files', () => {
    expect(files.filter((name) => !sections.has(name))).toEqual([]);
  });
});
