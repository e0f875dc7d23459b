import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addCheckCommand, checkFolders } from '../../src/cli/check';

const folder = (files: Record<string, string>): string => {
  const place = mkdtempSync(join(tmpdir(), 'check-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(place, name, '..'), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  return place;
};

const pod = (secret: string): string => `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
    - name: web
      image: registry.example.com/web:1.0.0
      env:
        - name: KEY
          valueFrom: {secretKeyRef: {name: ${secret}, key: key}}
`;

test.each([
  ['an empty folder', {}, 1, 'no Kubernetes object was read'],
  ['a missing Secret', { 'pod.yaml': pod('keys') }, 1, 'a Secret is named that nobody makes (shop/keys)'],
  [
    'no error',
    {
      'pod.yaml': pod('keys'),
      'secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\ndata: {key: c2VhZ3VsbA==}\n',
    },
    0,
    '2 objects in 2 files: 0 errors',
  ],
])('%s gives the exit code of the contract', (_, files, exitCode, text) => {
  const outcome = checkFolders([folder(files)]);
  expect(outcome.output).toContain(text);
  expect(outcome.exitCode).toBe(exitCode);
});

test('broken YAML is exit 2 with file, line and column, whatever the other folders hold', () => {
  const good = folder({ 'pod.yaml': pod('keys') });
  const bad = folder({ 'a.yaml': 'kind: [', 'b.yaml': 'x: "' });
  const { exitCode, output, problems } = checkFolders([good, bad, join(good, 'missing')]);
  expect([exitCode, output]).toEqual([2, '']);
  expect(problems).toMatch(/a\.yaml:\d+:\d+: .*\n(?:.*\n)*.*b\.yaml:\d+:\d+: /);
  expect(problems).toContain('missing');
});

test('several folders are one cluster', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: shop}\ndata: {key: c2VhZ3VsbA==}\n';
  expect(checkFolders([folder({ 'pod.yaml': pod('keys') }), folder({ 'secret.yaml': secret })]).exitCode).toBe(0);
});

const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';

test('one environment of an output is checked with the promises of its index', () => {
  const index = {
    version: 1,
    files: [],
    secrets: [
      {
        environment: 'local',
        namespace: 'shop',
        name: 'keys',
        provider: 'manual',
        keys: [{ key: 'key', origin: 'outside' }],
        usedBy: [],
      },
    ],
  };
  const output = folder({
    'index.json': JSON.stringify(index),
    'local/shop/namespace.shop.yaml': namespace,
    'local/shop/pod.web.yaml': pod('keys'),
    'production/shop/pod.web.yaml': pod('keys'),
  });
  expect(checkFolders([join(output, 'local')]).exitCode).toBe(0);
  expect(checkFolders([join(output, 'production')]).exitCode).toBe(1);
});

describe('the command line', () => {
  const run = (...words: string[]): { exitCode: unknown; output: string } => {
    const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    addCheckCommand(program)
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    let output = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      output += String(text);
      return true;
    });
    const before = process.exitCode;
    try {
      program.parse(['check', ...words], { from: 'user' });
      return { exitCode: process.exitCode, output };
    } finally {
      process.exitCode = before;
      write.mockRestore();
    }
  };
  const place = folder({ 'pod.yaml': pod('keys') });

  test.each([
    [[], 1],
    [['--external-secret', 'shop/keys'], 0],
    [['--external-secret', 'shop/keys:key'], 0],
    [['--external-secret', 'shop/keys:other'], 1],
    [['--external-secret', 'shop/other', '--external-secret', 'shop/keys'], 0],
    [['--external-secret', 'shop/keys', '--refuse-image', 'registry.example.com/'], 1],
  ])('%j gives exit code %i', (words, exitCode) => {
    expect(run(place, ...words).exitCode).toBe(exitCode);
  });

  test('tells only findings of the severity asked for', () => {
    const { output } = run(place, '--severity', 'error', '--format', 'json');
    expect(JSON.parse(output).findings.map(({ rule }: { rule: string }) => rule)).toEqual(['ref-secret']);
  });

  test.each([
    [['--external-secret', 'keys'], 'write namespace/name or namespace/name:key'],
    [['--external', 'fast'], 'write Kind/name or Kind/namespace/name'],
    [['--format', 'xml'], 'Allowed choices are text, json, sarif, junit'],
  ])('refuses %j', (words, message) => {
    expect(() => run(place, ...words)).toThrow(message);
  });
});
