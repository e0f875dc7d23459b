import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { RabbitMq } from '../../src/tiers';
import { type LooseObject, makeSystem, small } from '../fixtures';
import { anchors, codeBlocks, tableRows, textOf } from './markdown';
import { scale } from './workloads/a-number-of-pods-that-follows-the-load';
import { settle } from './workloads/a-program-that-settles-its-messages-itself';

const page = textOf('docs/workloads.md');
const sections = new Map(
  page
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [anchors(section)[0]!, section]),
);

function shop() {
  const test = makeSystem();
  const resources = { ...small, memory: Size.mebibytes(256) };
  const broker = new RabbitMq(test.application, 'mq', { storage: Size.gibibytes(1), resources });
  return { ...test, orders: broker.addQueue('orders') };
}

describe('the page of workloads', () => {
  test('has a section for each file of code, which shows it', () => {
    const names = readdirSync(join(__dirname, 'workloads')).map((file) => file.replace(/\.ts$/, ''));
    expect(names).toHaveLength(2);
    for (const name of names) {
      const [code] = codeBlocks(sections.get(name)!);
      expect(code?.text).toBe(textOf(`test/docs/workloads/${name}.ts`));
    }
  });

  test('scales by CPU without KEDA, and by a queue with it', () => {
    const { application, orders, render } = shop();
    scale(application, small, orders);
    const tree = render();
    expect(tree.get('HorizontalPodAutoscaler').spec).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
    const { minReplicaCount, maxReplicaCount, triggers } = tree.get('ScaledObject', 'mailer').spec;
    expect([minReplicaCount, maxReplicaCount]).toEqual([0, 5]);
    expect(triggers.map(({ type }: LooseObject) => type)).toEqual(['rabbitmq', 'cron']);
  });

  test('names every variable that a program gets which settles its messages itself', () => {
    const { application, orders, render } = shop();
    settle(application, small, orders);
    const [container] = render().get('ScaledJob').spec.jobTargetRef.template.spec.containers;
    const contract = container.env
      .map(({ name }: LooseObject) => name)
      .filter((name: string) => !/^BROKER_/.test(name));
    const named = sections.get('a-program-that-settles-its-messages-itself')!.matchAll(/`\$([A-Z_]+)`/g);
    expect([...named].map(([, name]) => name).sort()).toEqual([...contract].sort());
  });

  test('lists every source of a scale', () => {
    const rows = tableRows(sections.get('a-number-of-pods-that-follows-the-load')!).join('\n');
    for (const name of ['cpu', 'memory', 'pods', 'external', 'queue', 'prometheus', 'cron', 'trigger']) {
      expect(rows).toContain(`ScaleOn.${name}(`);
    }
  });
});
