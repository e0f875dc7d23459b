import { runChecks } from '../../src/checks';
import { isHarmless, namesSecret, secretSettings, urlWithPassword } from '../../src/checks/rules/security/secret-texts';
import { ManifestSet } from '../../src/manifests';
import { splitField } from '../../src/manifests/field-path';
import { imageName, parseImage, parseUrl, serviceHosts, versionOf } from '../../src/manifests/model';

test.each([
  'POSTGRES_PASSWORD',
  'dbPassword',
  'API_KEY',
  'apiToken',
  'client-secret',
  'RABBITMQ_DEFAULT_PASS',
  'AWS_SECRET_ACCESS_KEY',
])('%s names a secret', (name) => {
  expect(namesSecret(name)).toBe(true);
});

test.each([
  'POSTGRES_PASSWORD_FILE',
  'PASSWORD_MIN_LENGTH',
  'TOKEN_TTL',
  'AUTH_TOKEN_URL',
  'SECRET_NAME',
  'passwordHash',
  'COMPASS',
  'BYPASS_CACHE',
  'tokenizer',
  'LOG_LEVEL',
  'password_encryption',
  'SESSION_TOKEN_DURATION',
  'imagePullSecret',
])('%s names no secret', (name) => {
  expect(namesSecret(name)).toBe(false);
});

test.each([
  '',
  '$(DB_PASSWORD)',
  '${DB_PASSWORD}',
  '{{ .password }}',
  '/run/secrets/db',
  'true',
  '"none"',
  '$__file{/etc/secret}',
])('%j may stand in the clear', (value) => {
  expect(isHarmless(value)).toBe(true);
});

test.each([
  ['amqp://guest:guest@rabbitmq:5672', 'amqp://guest:***@rabbitmq:5672'],
  ['url = "postgres://app:s3same@db/app"', 'postgres://app:***@db'],
  ['amqp://$(USER):$(PASSWORD)@rabbitmq:5672', undefined],
  ['https://example.com/a:b@c', undefined],
  ['ssh://git@github.com/example/shop.git', undefined],
])('the address in %j is shown as %j', (text, shown) => {
  expect(
    urlWithPassword(text)?.replace(/\/.*$/, (rest) =>
      rest.startsWith('//') ? rest.replace(/(\/\/[^/]*).*/, '$1') : rest,
    ),
  ).toBe(shown);
});

test('settings that give a secret are told by name, comments and prose are not', () => {
  const text = [
    '# password = example',
    'requirepass s3same',
    'admin_password = hunter22',
    'smtp_auth_password: "{{ .smtp }}"',
    'a token: what the server gives back to you',
    'password_file = /run/secrets/db',
    'masterauth ${REDIS_PASSWORD}',
  ].join('\n');
  expect(secretSettings(text)).toEqual(['requirepass', 'admin_password']);
});

test.each([
  ['http://web.shop.svc:80/x', [{ host: 'web.shop.svc', service: 'web', namespace: 'shop', port: 80 }]],
  [
    'redis-0.redis.shop.svc.cluster.local',
    [{ host: 'redis-0.redis.shop.svc.cluster.local', pod: 'redis-0', service: 'redis', namespace: 'shop' }],
  ],
  [
    'kubernetes.default.svc and https://a.b.svc.cluster.local:443',
    [
      { host: 'kubernetes.default.svc', service: 'kubernetes', namespace: 'default' },
      { host: 'a.b.svc.cluster.local', service: 'a', namespace: 'b', port: 443 },
    ],
  ],
  ['$(NAME).shop.svc', []],
  ['example.com', []],
])('the Services named in %j', (text, hosts) => {
  expect(serviceHosts(text)).toEqual(hosts);
});

test.each([
  ['postgres', { repository: 'postgres', tag: '', digest: '' }, 'postgres', undefined],
  [
    'docker.io/library/postgres:17.11-alpine',
    { repository: 'docker.io/library/postgres', tag: '17.11-alpine', digest: '' },
    'postgres',
    17,
  ],
  [
    'registry:5000/team/app:v2@sha256:ab',
    { repository: 'registry:5000/team/app', tag: 'v2', digest: 'sha256:ab' },
    'app',
    2,
  ],
  ['registry:5000/team/app', { repository: 'registry:5000/team/app', tag: '', digest: '' }, 'app', undefined],
])('the image %s in parts', (image, parts, name, major) => {
  expect([parseImage(image), imageName(image), versionOf(image)[0]]).toEqual([parts, name, major]);
});

test.each([
  [
    'amqp://user:p%40ss@host:5672/vhost',
    { scheme: 'amqp', user: 'user', password: 'p%40ss', host: 'host', port: '5672', path: '/vhost' },
  ],
  ['http://host', { scheme: 'http', user: '', password: '', host: 'host', port: '', path: '' }],
  ['host:80', undefined],
])('the address %s in parts', (text, parts) => {
  expect(parseUrl(text)).toEqual(parts);
});

test.each([
  ['spec.containers[0].image', ['spec', 'containers', 0, 'image']],
  ['data["a.b"]', ['data', 'a.b']],
  ['metadata.annotations["x.io/y"].z', ['metadata', 'annotations', 'x.io/y', 'z']],
])('the field %s as a path', (field, path) => {
  expect(splitField(field)).toEqual(path);
});

test('a password is found in JSON on one line', () => {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'shop' },
    data: { 'settings.json': '{"user":"app","password":"hunter22"}' },
  };
  const found = runChecks(ManifestSet.of([object])).findings.filter(({ rule }) => rule === 'secret-in-configmap');
  expect(found.map(({ value }) => value)).toEqual(['password']);
});

test.each(['a.', 'a-', 'ab://', 'x:y@', '[ a ', 'a b ', '"a":"b",', '{{', 'a.svc.'])(
  'a megabyte of %j is read in linear time',
  (piece) => {
    const text = piece.repeat(Math.floor(900_000 / piece.length));
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'shop' },
      data: { 'a.conf': text, 'run.sh': `#!/bin/sh\nif ${text}` },
    };
    const before = process.cpuUsage();
    runChecks(ManifestSet.of([object]));
    // Quadratic reading takes minutes.
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
  },
);
