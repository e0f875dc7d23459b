import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { Postgres, RabbitMq, WebService } from '../../src/tiers';
import { type LooseObject, makeSystem, small } from '../fixtures';
import { anchors, codeBlocks, textOf } from './markdown';
import { addDatabases } from './rights/further-databases';
import { fanOut } from './rights/one-message-to-several-consumers';

const sections = new Map(
  textOf('docs/rights.md')
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [anchors(section)[0]!, section]),
);

function shop() {
  const test = makeSystem();
  const { application } = test;
  const tier = (name: string) => new WebService(application, name, { image: 'a:1.0', port: 8080, resources: small });
  const resources = { ...small, memory: Size.mebibytes(256) };
  const database = new Postgres(application, 'db', { database: 'shop', storage: Size.gibibytes(1), resources });
  const broker = new RabbitMq(application, 'mq', { storage: Size.gibibytes(1), resources });
  return { ...test, tier, database, broker };
}

describe('the page of rights', () => {
  test('has a section for each file of code, which shows it', () => {
    const names = readdirSync(join(__dirname, 'rights')).map((file) => file.replace(/\.ts$/, ''));
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(codeBlocks(sections.get(name)!)[0]?.text).toBe(textOf(`test/docs/rights/${name}.ts`));
    }
  });

  test('shows further databases as they come out, but for a client that is gone', () => {
    const { tier, database, render } = shop();
    addDatabases(database, tier('orders'), tier('report'));
    const { databases, clients } = render().get('ConfigMap', 'db-roles-access').data;
    expect(databases).toBe('audit audit\nshop shop\n');
    expect(clients).toBe('user-orders audit write\nuser-orders shop write\nuser-report audit read\n');
    const [printed] = codeBlocks(sections.get('the-job-of-roles')!);
    for (const line of clients.trim().split('\n')) {
      const [role, name, rights] = line.split(' ');
      expect(printed!.text).toContain(`role ${role}: ${rights} in ${name}\n`);
    }
  });

  test('shows one message that reaches several consumers', () => {
    const { tier, broker, render } = shop();
    fanOut(broker, tier('shop'), tier('invoices'), tier('parcels'));
    const { bindings, permissions } = JSON.parse(render().get('ConfigMap', 'mq-definitions').data['definitions.json']);
    expect(
      bindings
        .filter(({ source }: LooseObject) => source !== 'dead-letter')
        .map(({ source, destination, routing_key }: LooseObject) => [source, destination, routing_key]),
    ).toEqual([
      ['events', 'archive', '#'],
      ['events', 'mails', 'orders.*'],
      ['order-placed', 'to-invoice', ''],
      ['order-placed', 'to-pack', ''],
    ]);
    expect(permissions.map(({ user, write, read }: LooseObject) => [user, write, read])).toEqual([
      ['definitions', '^$', '^$'],
      ['invoices', '^$', '^to-invoice$'],
      ['monitoring', '^$', '^$'],
      [
        'operator',
        '^$',
        '^(archive\\.dead-letter|mails\\.dead-letter|to-invoice\\.dead-letter|to-pack\\.dead-letter)$',
      ],
      ['parcels', '^$', '^to-pack$'],
      ['shop', '^(events|order-placed)$', '^$'],
    ]);
  });
});
