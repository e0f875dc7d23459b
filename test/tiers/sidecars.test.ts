import { Duration, Size } from 'cdk8s';
import { Probe } from '../../src/kubernetes';
import { Credential, outside } from '../../src/secrets';
import type { Application } from '../../src/system';
import {
  type InitContainer,
  Postgres,
  type Scratch,
  SharedClaim,
  type Sidecar,
  WebService,
  type WebServiceProps,
} from '../../src/tiers';
import { describeEveryProp, type LooseObject, makeSystem, problemsFrom, renderOne, small } from '../fixtures';

const least: WebServiceProps = { image: 'shop/web:1.0', port: 8080, resources: small };
const render = (props: Partial<WebServiceProps> | ((application: Application) => Partial<WebServiceProps>)) =>
  renderOne((application) => {
    const given = typeof props === 'function' ? props(application) : props;
    new WebService(application, 'web', { ...least, ...given });
  });
const podOf = (props: Parameters<typeof render>[0]) => render(props).get('Deployment').spec.template.spec;
const one = (name: string): InitContainer => ({ name, image: `shop/${name}:1.0`, resources: small });
const sidecar = (props: Partial<Sidecar>) => podOf({ sidecars: [{ ...one('proxy'), ...props }] }).initContainers[0];
const named = (list: readonly LooseObject[], name: string) => list.find((item) => item.name === name)!;
const token = (application: Application) =>
  new Credential(application, 'token', { name: 'token', keys: { token: outside('a token') } }).key('token');

describeEveryProp('Sidecar', {
  name: [() => sidecar({ name: 'logs' }).name, 'logs'],
  image: [() => sidecar({ image: 'shop/proxy:2.0' }).image, 'shop/proxy:2.0'],
  resources: [
    () => sidecar({ resources: { ...small, memory: Size.mebibytes(32) } }).resources.limits,
    { memory: '32Mi' },
  ],
  command: [() => sidecar({ command: ['run'] }).command, ['run']],
  args: [() => sidecar({ args: ['-v'] }).args, ['-v']],
  workingDir: [() => sidecar({ workingDir: '/srv' }).workingDir, '/srv'],
  env: [() => sidecar({ env: { A: 'b' } }).env, [{ name: 'A', value: 'b' }]],
  files: [
    () =>
      render({ sidecars: [{ ...one('proxy'), files: { '/etc/proxy.conf': 'x' } }] }).get(
        'ConfigMap',
        'web-proxy-config',
      ).data,
    { 'etc-proxy.conf': 'x' },
  ],
  secretFiles: [
    () =>
      podOf((application) => ({ sidecars: [{ ...one('proxy'), secretFiles: { '/run/token': token(application) } }] }))
        .initContainers[0].volumeMounts,
    [
      { name: 'proxy-tmp', mountPath: '/tmp' },
      { name: 'proxy-secret-files', mountPath: '/run/token', subPath: 'run-token', readOnly: true },
    ],
  ],
  scratch: [
    () => sidecar({ scratch: ['/cache'] }).volumeMounts,
    [
      { name: 'proxy-tmp', mountPath: '/tmp' },
      { name: 'proxy-scratch-0', mountPath: '/cache' },
    ],
  ],
  shares: [
    () =>
      named(
        podOf({ scratch: ['/logs'], sidecars: [{ ...one('proxy'), shares: { '/in': '/logs' } }] }).initContainers,
        'proxy',
      ).volumeMounts.at(-1),
    { name: 'scratch-0', mountPath: '/in' },
  ],
  ports: [
    () => sidecar({ ports: [{ name: 'admin', port: 9901 }] }).ports,
    [{ name: 'admin', containerPort: 9901, protocol: 'TCP' }],
  ],
  readiness: [() => sidecar({ readiness: Probe.tcp({ port: 9901 }) }).readinessProbe.tcpSocket, { port: 9901 }],
  liveness: [() => sidecar({ liveness: Probe.exec(['alive']) }).livenessProbe.exec, { command: ['alive'] }],
  startup: [
    () => sidecar({ startup: Probe.http('/', { port: 9901 }) }).startupProbe.httpGet,
    { path: '/', port: 9901 },
  ],
  startsFirst: [
    () =>
      podOf({ initContainers: [one('a')], sidecars: [{ ...one('b'), startsFirst: true }] }).initContainers.map(
        ({ name }: LooseObject) => name,
      ),
    ['b', 'a'],
  ],
});

const scratch = (given: Scratch) =>
  named(podOf({ scratch: [given] }).volumes, given.path === '/tmp' ? 'tmp' : 'scratch-0');
describeEveryProp('Scratch', {
  path: [
    () => podOf({ scratch: [{ path: '/x' }] }).containers[0].volumeMounts.at(-1),
    { name: 'scratch-0', mountPath: '/x' },
  ],
  size: [() => scratch({ path: '/x', size: Size.gibibytes(1) }).emptyDir, { sizeLimit: '1Gi' }],
  memory: [() => scratch({ path: '/x', memory: true }).emptyDir, { medium: 'Memory' }],
});

describe('containers beside the main one', () => {
  test('start in order: the sidecars that others need, init containers, sidecars; only sidecars go on', () => {
    const { initContainers } = podOf({
      initContainers: [one('a'), one('b')],
      sidecars: [one('c'), { ...one('d'), startsFirst: true }, one('e'), { ...one('f'), startsFirst: true }],
    });
    expect(initContainers.map(({ name, restartPolicy }: LooseObject) => [name, restartPolicy])).toEqual([
      ['d', 'Always'],
      ['f', 'Always'],
      ['a', undefined],
      ['b', undefined],
      ['c', 'Always'],
      ['e', 'Always'],
    ]);
  });

  test('have the profile of every container, and no probe of their own accord', () => {
    const { securityContext, imagePullPolicy, readinessProbe, livenessProbe, startupProbe } = sidecar({});
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    });
    expect([imagePullPolicy, readinessProbe, livenessProbe, startupProbe]).toEqual([
      'IfNotPresent',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('share files and storage of the main container, also what is mounted later, as it is mounted', () => {
    const test = makeSystem();
    const uploads = new SharedClaim(test.application, 'uploads', { size: Size.gibibytes(1) });
    const shares = { '/in': '/srv/uploads', '/etc/proxy.conf': '/etc/web.conf' };
    const initContainers = [{ ...one('prepare'), shares }];
    new WebService(test.application, 'web', { ...least, files: { '/etc/web.conf': 'x' }, initContainers }).mountShared(
      uploads,
      '/srv/uploads',
    );
    expect(test.render().get('Deployment').spec.template.spec.initContainers[0].volumeMounts).toEqual([
      { name: 'prepare-tmp', mountPath: '/tmp' },
      { name: 'uploads', mountPath: '/in' },
      { name: 'web-config-volume', mountPath: '/etc/proxy.conf', subPath: 'etc-web.conf', readOnly: true },
    ]);
  });

  test('stand in the pods of a database, too, before what it brings itself', () => {
    const tree = renderOne(
      (application) =>
        new Postgres(application, 'db', {
          database: 'shop',
          storage: Size.gibibytes(1),
          resources: small,
          sidecars: [one('exporter')],
        }),
    );
    expect(tree.get('StatefulSet').spec.template.spec.initContainers.map(({ name }: LooseObject) => name)).toEqual([
      'exporter',
    ]);
  });

  test('restart the pods when their files change', () => {
    const hash = (text: string) =>
      render({ sidecars: [{ ...one('proxy'), files: { '/a': text } }] }).get('Deployment').spec.template.metadata
        .annotations['tiers.cdk8s.io/config-hash'];
    expect(hash('one')).not.toBe(hash('two'));
  });
});

describe('scratch folders', () => {
  test('have /tmp among them, which may be given a size', () => {
    expect(scratch({ path: '/tmp', size: Size.mebibytes(64) }).emptyDir).toEqual({ sizeLimit: '64Mi' });
    const { containers, volumes } = podOf({ scratch: ['/a', { path: '/tmp', memory: true }, { path: '/b' }] });
    expect(containers[0].volumeMounts).toEqual([
      { name: 'scratch-0', mountPath: '/a' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'scratch-2', mountPath: '/b' },
    ]);
    expect(named(volumes, 'tmp').emptyDir).toEqual({ medium: 'Memory' });
    expect(named(volumes, 'scratch-0').emptyDir).toEqual({ sizeLimit: '1Gi' });
  });
});

describe('a tier is refused', () => {
  const refused = (props: Partial<WebServiceProps> | ((application: Application) => Partial<WebServiceProps>)) =>
    problemsFrom(() => render(props));
  const where = 'local/shop/shop-app/web:';

  test.each<[string, Partial<WebServiceProps>, string]>([
    [
      'with a folder of no size',
      { scratch: [{ path: '/a', size: Size.mebibytes(0) }] },
      "size of scratch folder '/a' of 0 is no size, give at least 1Ki",
    ],
    [
      'with a folder in memory that is larger than the memory',
      { scratch: [{ path: '/a', memory: true, size: Size.mebibytes(129) }] },
      "scratch folder '/a' of 129Mi in memory is more than the memory of its container, 128Mi: make it smaller, or raise `memory`",
    ],
    [
      'with two containers of one name',
      { initContainers: [one('a')], sidecars: [one('a')] },
      "sidecar 'a': another container of the pod has this name, rename one of them",
    ],
    [
      'with a container of its own name',
      { initContainers: [one('web')] },
      "init container 'web': another container of the pod has this name, rename one of them",
    ],
    [
      'with a sidecar that is asked at no port',
      { sidecars: [{ ...one('proxy'), readiness: Probe.tcp() }] },
      "sidecar 'proxy': readiness probe: names no port, and the container has none that it could connect to: give it `port`",
    ],
    [
      'with a file of a sidecar that is not absolute',
      { sidecars: [{ ...one('proxy'), files: { a: '' } }] },
      "sidecar 'proxy': path 'a' of a file is not absolute, begin it with '/'",
    ],
    [
      'with an init container that reserves nothing',
      { initContainers: [{ ...one('prepare'), resources: { ...small, memory: Size.mebibytes(0) } }] },
      "init container 'prepare': memory of 0 is no size, give at least 1Ki",
    ],
  ])('%s', (_, props, message) => {
    expect(refused(props)).toBe(`${where} ${message}`);
  });

  test('for all that is wrong with all of its containers at once', () => {
    expect(
      refused({
        port: 0,
        initContainers: [{ ...one('Prepare'), env: { '1': '' } }],
        sidecars: [{ ...one('proxy'), scratch: ['/tmp', '/tmp'] }],
        stopDelay: Duration.minutes(1),
      }).split('\n'),
    ).toEqual(
      [
        "init container 'Prepare': '1' is not a variable name: use letters, digits and '_', not beginning with a digit",
        "init container 'Prepare': name 'Prepare' is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit",
        'port 0 is out of range, give one from 1 to 65535',
        "sidecar 'proxy': two volumes are mounted at '/tmp', choose another path for one of them",
        'stopDelay of 1 minute leaves nothing of the grace period of 45 seconds, the program would be killed before it is told to stop: raise `terminationGracePeriod` or shorten `stopDelay`',
      ].map((message) => `${where} ${message}`),
    );
  });

  test('whose container reads a Secret of another namespace', () => {
    const message =
      "sidecar 'proxy': can't read Secret 'token', it is in namespace 'elsewhere' and the tier in 'shop': put both into one namespace";
    const test = makeSystem();
    const key = token(test.add('other', 'elsewhere'));
    for (const sidecars of [
      [{ ...one('proxy'), env: { A: key } }],
      [{ ...one('proxy'), secretFiles: { '/a': key } }],
    ]) {
      const id = `web${test.application.node.children.length}`;
      const found = problemsFrom(() => new WebService(test.application, id, { ...least, sidecars }));
      expect(found).toBe(`local/shop/shop-app/${id}: ${message}`);
    }
  });

  test('when something is shared that is not there', () => {
    expect(
      refused({ scratch: ['/logs'], sidecars: [{ ...one('proxy'), shares: { '/in': '/log', '/out': '/logs' } }] }),
    ).toBe(
      `${where} sidecar 'proxy' shares '/log' of the main container, which has nothing there: give one of /tmp, /logs, or make it by \`scratch\``,
    );
  });
});

test('a folder in memory may fill the memory of its container, one on disk is not measured by it', () => {
  const size = Size.mebibytes(128);
  expect(scratch({ path: '/a', memory: true, size }).emptyDir).toEqual({ medium: 'Memory', sizeLimit: '128Mi' });
  expect(scratch({ path: '/a', size: Size.gibibytes(9) }).emptyDir).toEqual({ sizeLimit: '9Gi' });
});
