import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { type Application, GuestWorkload, Postgres, RabbitMq, WebService } from 'cdk8s-tiers';
import { makeSystem, type RenderedTree, small } from '../fixtures';
import { envLines } from '../fixtures/env-lines';
import { makeProject } from '../fixtures/project';
import { addReports } from './guests/a-client-and-a-server';
import { keepOldName } from './guests/beside-a-tier';
import { openReports } from './guests/from-outside';
import { anchors, codeBlocks, tableRows, textOf } from './markdown';

const sections = new Map(
  textOf('docs/guests.md')
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => [anchors(section)[0]!, section]),
);

function shop(app: Application) {
  const resources = { ...small, memory: Size.mebibytes(256) };
  const database = new Postgres(app, 'db', { database: 'shop', storage: Size.gibibytes(1), resources });
  const broker = new RabbitMq(app, 'mq', { storage: Size.gibibytes(2), resources });
  const image = 'registry.example.com/shop/web:1.0.0';
  const web = new WebService(app, 'web', { image, port: 8080, resources: small });
  return { web, ...addReports(app, database, broker.addQueue('done'), web) };
}

function render(build: (app: Application) => unknown): RenderedTree {
  const test = makeSystem();
  build(test.application);
  return test.render();
}

describe('the page of guests', () => {
  test('has a section for each file of code, which shows it', () => {
    const names = readdirSync(join(__dirname, 'guests')).map((file) => file.replace(/\.ts$/, ''));
    expect(names).toHaveLength(3);
    for (const name of names) {
      expect(codeBlocks(sections.get(name)!)[0]?.text).toBe(textOf(`test/docs/guests/${name}.ts`));
    }
  });

  test('shows the variables of a guest, after its own, and those of its client', () => {
    const tree = render(shop);
    const lines = (name: string) => {
      const [container] = tree.get('Deployment', name).spec.template.spec.containers;
      return envLines(container).map((line) => `${line}\n`);
    };
    const [, shown] = codeBlocks(sections.get('a-client-and-a-server')!);
    expect(shown?.text).toBe([...lines('reports'), ...lines('web')].join(''));
  });

  test('shows code that every check lets pass', async () => {
    const project = makeProject({
      shop: (app) => {
        const { web, reports, service } = shop(app);
        openReports(app, reports, service);
        keepOldName(app, web);
      },
    });
    project.environment('local', ['shop']);
    const { code, out, err } = await project.run('synth');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('checks: 1 warning, ');
    // The fixture's tiers have a class.
    expect((await project.run('check', project.output)).out).toMatch(
      /^ ?warning priority-missing .*\/deployment\.reports\.yaml/m,
    );
  });

  test.each<[string, string, (app: Application) => unknown]>([
    [
      'an Ingress without a flow',
      'network-entrance-closed',
      (app) => {
        const backend = kplus.IngressBackend.fromService(shop(app).service);
        new kplus.Ingress(app, 'ingress', { rules: [{ host: 'reports.example.com', backend }] });
      },
    ],
    [
      'a Secret with its value',
      'secret-committed',
      (app) => new kplus.Secret(app, 'login', { stringData: { password: 'hunter2' } }),
    ],
  ])('says that a check tells of %s', async (_, rule, build) => {
    const project = makeProject({ shop: build });
    project.environment('local', ['shop']);
    expect(await project.run('synth')).toMatchObject({ code: 0 });
    expect((await project.run('check', project.output)).out).toContain(`warning ${rule} `);
  });

  test('lets the Ingress controller in, and nobody else from outside', () => {
    const ingress = (open: boolean) =>
      render((app) => {
        const { reports, service } = shop(app);
        if (open) openReports(app, reports, service);
      }).get('NetworkPolicy', 'reports').spec.ingress;
    const web = { podSelector: { matchLabels: { app: 'shop', tier: 'web' } } };
    const controller = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
    };
    const ports = [{ protocol: 'TCP', port: 8080 }];
    expect(ingress(false)).toEqual([{ from: [web], ports }]);
    expect(ingress(true)).toEqual([{ from: [controller, web], ports }]);
  });

  test('gives a tier a second Service', () => {
    const tree = render((app) => keepOldName(app, shop(app).web));
    expect(tree.get('Service', 'shop-frontend').spec.selector).toEqual(tree.get('Service', 'web').spec.selector);
  });
});

describe('the labels that the page tells of', () => {
  const deployment = (app: Application, props: kplus.DeploymentProps) =>
    new kplus.Deployment(app, 'search', {
      ...props,
      metadata: { name: 'search' },
      containers: [{ image: 'search:1.0' }],
    });
  const labels = { 'app.kubernetes.io/name': 'search' };
  const ways: [string, (app: Application) => kplus.Deployment, unknown][] = [
    ['`select: false`', (app) => deployment(app, { select: false }), { app: 'shop', tier: 'search' }],
    [
      '`select: false`, then `select(LabelSelector.of({ labels }))`',
      (app) => {
        const made = deployment(app, { select: false, podMetadata: { labels } });
        made.select(kplus.LabelSelector.of({ labels }));
        return made;
      },
      labels,
    ],
    [
      'nothing',
      (app) => deployment(app, {}),
      { app: 'shop', tier: 'search', 'cdk8s.io/metadata.addr': expect.stringMatching(/./) },
    ],
  ];

  test('are all that there are', () => {
    const told = tableRows(sections.get('labels-and-selectors')!).slice(1);
    expect(told.map(([way]) => way)).toEqual(ways.map(([way]) => way));
  });

  test.each(ways)('%s', (_, make, selected) => {
    const tree = render((app) => new GuestWorkload(app, 'search-pods', { workload: make(app), tier: 'search' }));
    const { spec } = tree.get('Deployment', 'search');
    expect(spec.selector.matchLabels).toEqual(selected);
    expect(spec.template.metadata.labels).toMatchObject(selected as object);
  });
});

test('what a guest does not wrap stays as it is, and gets the namespace', () => {
  const tree = render((app) => {
    new ApiObject(app, 'quota', { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'limits' } });
    shop(app);
  });
  expect(tree.get('LimitRange').metadata).toMatchObject({ name: 'limits', namespace: 'shop' });
  expect(tree.get('Service', 'reports').metadata.namespace).toBe('shop');
});
