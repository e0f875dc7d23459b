import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { load } from 'js-yaml';
import { httpProbe, podSettings, sizing, variables } from '../../src/environment';
import { EnvironmentRoot, NamespacesApplication, System } from '../../src/system';
import { RabbitMq } from '../../src/tiers';
import { type LooseObject, makeEnvironment, makeSystem, renderTree, small } from '../fixtures';
import { anchors, codeBlocks, tableRows, textOf } from './markdown';
import { scale } from './workloads/a-number-of-pods-that-follows-the-load';
import { settle } from './workloads/a-program-that-settles-its-messages-itself';
import { shop as shopSystem } from './workloads/what-a-file-may-say-of-a-tier';

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
    expect(names).toHaveLength(3);
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

  test('shows what a file may say of a tier, and every key of the forms', () => {
    const section = sections.get('what-a-file-may-say-of-a-tier')!;
    const [, file] = codeBlocks(section);
    const given = (load(file!.text) as { systems: { shop: unknown } }).systems.shop;
    const root = EnvironmentRoot.standalone(makeEnvironment());
    new NamespacesApplication(new System(root, 'platform'));
    shopSystem.build(root, shopSystem.settings.parse(given));
    const { spec } = renderTree(root).get('Deployment', 'web').spec.template;
    expect(spec).toMatchObject({ imagePullSecrets: [{ name: 'registry' }], tolerations: [{ key: 'dedicated' }] });
    expect(spec.containers[0].readinessProbe.httpGet.path).toBe('/ready');
    const forms = { ...sizing('1', '1Gi'), ...variables(), ...podSettings(), ...httpProbe('/') };
    const rows = tableRows(section).join('\n');
    for (const key of Object.keys(forms)) expect(rows).toContain(`\`${key}\``);
  });

  test('lists every source of a scale', () => {
    const rows = tableRows(sections.get('a-number-of-pods-that-follows-the-load')!).join('\n');
    for (const name of ['cpu', 'memory', 'pods', 'external', 'queue', 'prometheus', 'cron', 'trigger']) {
      expect(rows).toContain(`ScaleOn.${name}(`);
    }
  });
});
