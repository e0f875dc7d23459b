import { isIP } from 'node:net';
import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import type { z } from 'zod';
import {
  cidr,
  cpuQuantity,
  dnsLabel,
  duration,
  hostname,
  imageReference,
  memoryQuantity,
  nodePort,
  port,
  quantity,
  repositoryUrl,
  serverUrl,
  size,
} from '../../src/environment';
import { isAtLeast, quantityValue } from '../../src/kubernetes';

const CPU = "cores or thousandths of a core, more than 0, such as '500m', '2' or '0.5'";
const MEMORY = "a whole number and a unit out of Ki, Mi, Gi, Ti (or k, M, G, T), such as '512Mi' or '2Gi'";
const COUNT =
  "a whole number more than 0 with or without a unit out of m, k, M, G, T, Ki, Mi, Gi, Ti, such as '10' or '3Gi'";
const DURATION = "a whole number and a unit out of s, m, h, d, such as '30s' or '20m'";
const SIZE = "a whole number and a unit out of Mi, Gi, Ti, such as '500Mi' or '3Gi'";
const NETWORK = "an IPv4 or IPv6 network in CIDR notation, such as '10.0.0.0/8' or '192.0.2.7/32'";
const NAME = 'at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends';
const HOST = "lower-case DNS labels joined by dots, at most 253 characters, such as 'shop.example.org'";
const IMAGE = "'[registry/]name:tag', with or without '@sha256:<64 hex digits>', such as 'postgres:17.11'";
const REPOSITORY = "'https://host/path', 'ssh://git@host/path' or 'git@host:path', without a password";
const DIGEST = `@sha256:${'0a'.repeat(32)}`;

describe('right values', () => {
  const right: readonly (readonly [string, z.ZodType, unknown, unknown])[] = [
    ['cpu', cpuQuantity(), 2, '2'],
    ['cpu', cpuQuantity(), 0.5, '500m'],
    ['cpu', cpuQuantity(), '0.25', '250m'],
    ['cpu', cpuQuantity(), '500m', '500m'],
    ['cpu', cpuQuantity(), '1000m', '1'],
    ['memory', memoryQuantity(), '512Mi', '512Mi'],
    ['memory', memoryQuantity(), '1G', '1G'],
    ['quantity', quantity(), 10, '10'],
    ['quantity', quantity(), '3Gi', '3Gi'],
    ['duration', duration(), '30s', Duration.seconds(30)],
    ['duration', duration(), '20m', Duration.minutes(20)],
    ['duration', duration(), '12h', Duration.hours(12)],
    ['duration', duration(), '7d', Duration.days(7)],
    ['size', size(), '500Mi', Size.mebibytes(500)],
    ['size', size(), '3Gi', Size.gibibytes(3)],
    ['size', size(), '1Ti', Size.tebibytes(1)],
    ['cidr', cidr(), '10.0.0.0/8', '10.0.0.0/8'],
    ['cidr', cidr(), '0.0.0.0/0', '0.0.0.0/0'],
    ['cidr', cidr(), '::/0', '::/0'],
    ['cidr', cidr(), '2001:db8::/32', '2001:db8::/32'],
    ['cidr', cidr(), '::ffff:192.0.2.0/120', '::ffff:192.0.2.0/120'],
    ['dnsLabel', dnsLabel(), 'a-1', 'a-1'],
    ['hostname', hostname(), 'shop.example.org', 'shop.example.org'],
    ['port', port(), 65_535, 65_535],
    ['nodePort', nodePort(), 30_080, 30_080],
    ['image', imageReference(), 'postgres:17.11', 'postgres:17.11'],
    ['image', imageReference(), 'postgres:17.11-alpine', 'postgres:17.11-alpine'],
    ['image', imageReference(), 'quay.io/prometheus/prometheus:v3.5.0', 'quay.io/prometheus/prometheus:v3.5.0'],
    ['image', imageReference(), 'localhost:5000/shop/web:build-1234', 'localhost:5000/shop/web:build-1234'],
    ['image', imageReference(), `postgres:17${DIGEST}`, `postgres:17${DIGEST}`],
    ['image', imageReference(), 'registry.example.org/bitnami-tools/x:1.0', 'registry.example.org/bitnami-tools/x:1.0'],
    ['repository', repositoryUrl(), 'ssh://git@git.example.org:2222/a/b.git', 'ssh://git@git.example.org:2222/a/b.git'],
    ['repository', repositoryUrl(), 'git@git.example.org:a/b.git', 'git@git.example.org:a/b.git'],
    ['server', serverUrl(), 'https://10.0.0.1:6443', 'https://10.0.0.1:6443'],
  ];
  test.each(right)('%s %#: %p is read', (_, schema, given, read) => {
    expect(schema.parse(given)).toEqual(read);
  });
});

describe('wrong values', () => {
  const wrong: readonly (readonly [string, z.ZodType, unknown, string])[] = [
    ...['0', '0m', '-1', '1.2345', '2 cores', '1e3', ''].map(
      (cpu) => ['cpu', cpuQuantity(), cpu, `impossible quantity '${cpu}', allowed: ${CPU}`] as const,
    ),
    ['cpu', cpuQuantity(), 0, `impossible quantity 0, allowed: ${CPU}`],
    ...['5 GB', '5GB', '0', '0Mi', '-1Gi', '512', '512m', '1.5Gi', '512mi', ''].map(
      (memory) => ['memory', memoryQuantity(), memory, `impossible quantity '${memory}', allowed: ${MEMORY}`] as const,
    ),
    ['quantity', quantity(), '0', `impossible quantity '0', allowed: ${COUNT}`],
    ['quantity', quantity(), 1.5, `impossible quantity 1.5, allowed: ${COUNT}`],
    ...['20', '0s', '20 m', '-5s', '1.5h', '1h30m', '5ms'].map(
      (time) => ['duration', duration(), time, `impossible duration '${time}', allowed: ${DURATION}`] as const,
    ),
    ...['3', '0Gi', '3GB', '3 Gi', '-3Gi', '1.5Gi'].map(
      (text) => ['size', size(), text, `impossible size '${text}', allowed: ${SIZE}`] as const,
    ),
    ...[
      '10.0.0.0',
      '10.0.0.0/33',
      '10.0.0.0/08',
      '10.0.0/8',
      '010.0.0.0/8',
      '::/129',
      'fe80::1%eth0/64',
      '10.0.0.0/8/8',
      'x/8',
    ].map((text) => ['cidr', cidr(), text, `impossible network '${text}', allowed: ${NETWORK}`] as const),
    [
      'cidr',
      cidr(),
      '10.0.0.5/24',
      "network '10.0.0.5/24' has bits set behind its prefix, allowed: an address that ends in zeros behind the prefix; for one host write '10.0.0.5/32'",
    ],
    [
      'cidr',
      cidr(),
      '2001:db8::1/64',
      "network '2001:db8::1/64' has bits set behind its prefix, allowed: an address that ends in zeros behind the prefix; for one host write '2001:db8::1/128'",
    ],
    ...['Shop', 'a_b', '-a', 'a-', '', 'a.b'].map(
      (name) => ['dnsLabel', dnsLabel(), name, `impossible name '${name}', allowed: ${NAME}`] as const,
    ),
    ...['Shop.org', 'a..b', '.a', 'a.', '*.example.org', ''].map(
      (name) => ['hostname', hostname(), name, `impossible host name '${name}', allowed: ${HOST}`] as const,
    ),
    ['port', port(), 0, 'impossible port 0, allowed: a whole number from 1 to 65535'],
    ['port', port(), 65_536, 'impossible port 65536, allowed: a whole number from 1 to 65535'],
    ['nodePort', nodePort(), 8080, 'impossible node port 8080, allowed: a whole number from 30000 to 32767'],
    ...['Postgres:17.1', 'postgres:', 'https://x/y:1.0', 'postgres:17.1@sha256:abc', 'a//b:1.0', ''].map(
      (image) => ['image', imageReference(), image, `impossible image '${image}', allowed: ${IMAGE}`] as const,
    ),
    ['image', imageReference(), 'postgres', `image 'postgres' has no tag, allowed: ${IMAGE}`],
    ['image', imageReference(), 'localhost:5000/x', `image 'localhost:5000/x' has no tag, allowed: ${IMAGE}`],
    ['image', imageReference(), `postgres${DIGEST}`, `image 'postgres${DIGEST}' has no tag, allowed: ${IMAGE}`],
    ...['x:latest', `x:latest${DIGEST}`].map(
      (image) =>
        [
          'image',
          imageReference(),
          image,
          `image '${image}' moves with every release, allowed: a tag with a version, such as 17.11`,
        ] as const,
    ),
    ...['17', 'v3', '17-alpine', 'stable', 'alpine'].map(
      (tag) =>
        [
          'image',
          imageReference(),
          `x:${tag}`,
          `the tag of image 'x:${tag}' moves, allowed: a tag with major and minor version, such as 17.11, or a digest behind the tag`,
        ] as const,
    ),
    ...[
      'bitnami/redis:8.0',
      'docker.io/bitnami/redis:8.0',
      'bitnamilegacy/redis:8.0',
      'registry-1.docker.io/bitnamilegacy/redis:8.0',
    ].map(
      (image) =>
        [
          'image',
          imageReference(),
          image,
          `image '${image}' is no longer maintained there, take the image of the product itself or your own copy in another registry`,
        ] as const,
    ),
    [
      'hostname',
      hostname(),
      `${'a.'.repeat(130)}a`,
      `impossible host name '${`${'a.'.repeat(130)}a`.slice(0, 160)}...', allowed: ${HOST}`,
    ],
    ['repository', repositoryUrl(), '/srv/git', `impossible repository '/srv/git', allowed: ${REPOSITORY}`],
    [
      'repository',
      repositoryUrl(),
      'user:hunter2@host:a/b',
      `impossible repository '***@host:a/b', allowed: ${REPOSITORY}`,
    ],
    [
      'server',
      serverUrl(),
      'https://x/?token=hunter2',
      "impossible URL 'https://x/?***', allowed: 'https://host[:port]'",
    ],
  ];
  test.each(wrong)('%s %#: %p is refused', (_, schema, given, text) => {
    expect(schema.safeParse(given).error?.issues.map(({ message }) => message)).toEqual([text]);
  });
});

test('the amount of CPU is kept by its canonical form', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), (millicores) => {
      const canonical = cpuQuantity().parse(`${millicores}m`);
      expect(quantityValue(canonical)).toBe(millicores / 1000);
      expect(cpuQuantity().parse(canonical)).toBe(canonical);
    }),
  );
});

test('every address is a network of one host, and of its family only', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const [own, other] = isIP(address) === 4 ? [32, 128] : [128, 129];
      expect(cidr().safeParse(`${address}/${own}`).success).toBe(true);
      expect(cidr().safeParse(`${address}/${other}`).success).toBe(false);
    }),
  );
});

test('versions are ordered by number', () => {
  expect(isAtLeast('1.36', '1.31')).toBe(true);
  expect(isAtLeast('1.33', '1.33')).toBe(true);
  expect(isAtLeast('1.31', '1.32')).toBe(false);
});
