import { interpolate, readEnvFile } from '../../src/init/compose/interpolate';
import { mountOfText, portsOfText } from '../../src/init/compose/short-forms';
import { mebibytesOf, secondsOf, wordsOf } from '../../src/init/compose/units';

const variables = new Map([
  ['SET', 'value'],
  ['EMPTY', ''],
]);

test.each<[text: string, result: string, missing: string[]]>([
  ['a$SET-b', 'avalue-b', []],
  ['${SET}', 'value', []],
  ['$$SET $', '$SET $', []],
  ['${NONE}', '', ['NONE']],
  ['$NONE.', '.', ['NONE']],
  ['${NONE:-b}', 'b', []],
  ['${EMPTY:-b}', 'b', []],
  ['${EMPTY-b}', '', []],
  ['${NONE-}', '', []],
  ['${SET:+b}${NONE:+c}${EMPTY+d}${EMPTY:+e}', 'bd', []],
  ['${NONE:?say it}', '', ['NONE']],
  ['${SET:?say it}', 'value', []],
  ['${NONE:-${SET}}/x', 'value/x', []],
  ['${NONE:-${OTHER:-c}}', 'c', []],
  ['{"a": "${SET}"}', '{"a": "value"}', []],
])('variables in %j give %j', (text, result, missing) => {
  const told: string[] = [];
  expect(interpolate(text, variables, (name) => told.push(name))).toBe(result);
  expect(told).toEqual(missing);
});

test('an env file has quotes, comments and exports', () => {
  const text = '# no\nA=1 # one\nexport B="two # 2" # no\nC=\'3\'\nD=a#b\nE=\nnot a line\n';
  expect([...readEnvFile(text)]).toEqual([
    ['A', '1'],
    ['B', 'two # 2'],
    ['C', '3'],
    ['D', 'a#b'],
    ['E', ''],
  ]);
});

test.each<[string, number | undefined]>([
  ['1m30s', 90],
  ['1h', 3600],
  ['500ms', 0.5],
  ['1.5s', 1.5],
  ['10', undefined],
  ['s', undefined],
])('the duration %s has %s seconds', (text, seconds) => expect(secondsOf(text)).toBe(seconds));

test.each<[string | number, number | undefined]>([
  ['512M', 512],
  ['1gb', 1024],
  ['1.5g', 1536],
  ['64k', 1],
  [1048577, 2],
  ['64Mi', undefined],
  ['much', undefined],
])('the size %s has %s mebibytes', (text, size) => expect(mebibytesOf(text)).toBe(size));

test('a command line is split as a shell does', () => {
  expect(wordsOf('sh -c "echo \\"a b\\" $X" \'it\\s\' a\\ b --x="y z"')).toEqual([
    'sh',
    '-c',
    'echo "a b" $X',
    'it\\s',
    'a b',
    '--x=y z',
  ]);
});

const port = (target: number, published: number, more = {}) => ({
  target,
  published,
  udp: false,
  isLocal: false,
  ...more,
});

test.each([
  ['80', [port(80, 80)]],
  ['8080:80', [port(80, 8080)]],
  ['127.0.0.1:8001:81', [port(81, 8001, { isLocal: true })]],
  ['127.0.0.1::81', [port(81, 81, { isLocal: true })]],
  ['0.0.0.0:53:53/udp', [port(53, 53, { udp: true })]],
  ['[::1]:80:80', [port(80, 80, { isLocal: true })]],
  ['9090-9091:8080-8081', [port(8080, 9090), port(8081, 9091)]],
  ['3001-3000', undefined],
  ['web', undefined],
])('the port %s', (text, ports) => expect(portsOfText(text)).toEqual(ports));

test.each([
  ['data:/var/lib:ro', { kind: 'volume', source: 'data', target: '/var/lib' }],
  ['./x:/y', { kind: 'bind', source: './x', target: '/y' }],
  ['~/x:/y', { kind: 'bind', source: '~/x', target: '/y' }],
  ['/run/x:/y', { kind: 'bind', source: '/run/x', target: '/y' }],
  ['/cache', { kind: 'volume', target: '/cache' }],
  ['/cache:ro', { kind: 'volume', target: '/cache' }],
])('the mount %s', (text, mount) => expect(mountOfText(text)).toEqual(mount));
