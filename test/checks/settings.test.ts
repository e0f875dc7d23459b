import { join } from 'node:path';
import Ajv from 'ajv';
import {
  type CheckOptions,
  type CheckSettings,
  countOf,
  formatReport,
  type Rule,
  readSettings,
  runChecks,
} from '../../src/checks';
import { settingsSchemaText } from '../../src/checks/settings/settings-schema';
import { KindRegistry } from '../../src/kubernetes';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';
import { ProblemsError } from '../../src/problem';
import { makeFolder } from '../fixtures/folder';

const ownerLabel: Rule = {
  id: 'owner-label',
  title: 'nobody owns this',
  severity: 'warning',
  why: 'nobody is called when it fails',
  mend: 'write the label owner',
  *check({ entries }) {
    for (const entry of entries) if (entry.labels.owner === undefined) yield { entry, field: 'metadata.labels' };
  },
};

const secret: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'keys', namespace: 'shop' },
  data: { key: 'aHVudGVyMjI=' },
};
const found = (settings: CheckSettings, ...objects: KubernetesObject[]) =>
  runChecks(ManifestSet.of(objects.length === 0 ? [secret] : objects), settings);
const told = (settings: CheckSettings, ...objects: KubernetesObject[]) =>
  found(settings, ...objects).findings.map(({ severity, rule }) => `${severity} ${rule}`);
const errorOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemsError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
};

describe('rules of a project', () => {
  test('are held besides the built-in ones', () => {
    expect(told({ rules: [ownerLabel] })).toEqual([
      'warning secret-committed',
      'warning owner-label',
      'info ref-namespace',
    ]);
  });

  test('are waived like any other', () => {
    const annotations = { 'tiers.cdk8s.io/waive.owner-label': 'shared by all' };
    const report = found({ rules: [ownerLabel] }, { ...secret, metadata: { ...secret.metadata, annotations } });
    expect(report.waived.map(({ rule, reason }) => [rule, reason])).toEqual([['owner-label', 'shared by all']]);
  });

  test('that fail are an error that names them, and the others are told all the same', () => {
    const broken: Rule = {
      ...ownerLabel,
      id: 'owner-known',
      *check({ entries }) {
        for (const { object } of entries)
          if ((object as never as { spec: { owner: string } }).spec.owner === '') yield {};
      },
    };
    const report = found({ rules: [broken, ownerLabel], severities: { 'owner-known': 'info' } });
    expect(report.findings.map(({ severity, rule }) => `${severity} ${rule}`)).toContain('warning owner-label');
    expect(report.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
      "a rule fails itself (owner-known: TypeError: Cannot read properties of undefined (reading 'owner')); nothing is known of what it looks for; mend the rule: it must take objects of any shape",
    ]);
  });

  test('need ids of their own that fit an annotation', () => {
    const rules = ['owner-label', 'owner-label', 'ref-secret', 'Owner', 'a'.repeat(58)].map((id) => ({
      ...ownerLabel,
      id,
    }));
    const form = 'allowed: at most 57 lower-case letters, digits and hyphens, as words joined by hyphens';
    expect(errorOf(() => found({ rules }))).toBe(
      [
        `rules: Owner: impossible id 'Owner', ${form}`,
        `rules: ${'a'.repeat(58)}: impossible id '${'a'.repeat(58)}', ${form}`,
        'rules: owner-label: there is a rule of this id already, give yours another',
        'rules: ref-secret: there is a rule of this id already, give yours another',
      ].join('\n'),
    );
    expect(told({ rules: [{ ...ownerLabel, id: 'a'.repeat(57) }] })).toContain(`warning ${'a'.repeat(57)}`);
  });
});

describe('severities of a project', () => {
  test('hold for every finding of a rule, the own ones too', () => {
    const severities = { 'secret-committed': 'error', 'owner-label': 'info' } as const;
    expect(told({ rules: [ownerLabel], severities })).toEqual([
      'error secret-committed',
      'info owner-label',
      'info ref-namespace',
    ]);
  });

  test('switch rules off, which the report counts', () => {
    const report = found({ severities: { 'secret-committed': 'off', 'ref-namespace': 'off' } });
    expect(report.findings).toEqual([]);
    expect(report.off).toEqual(['ref-namespace', 'secret-committed']);
    expect(formatReport(report, 'text')).toBe(
      '1 object in 1 file: 0 errors, 0 warnings, 0 hints, 0 waived, 2 rules switched off\n',
    );
  });

  test('leave a waiver of a rule that is off alone', () => {
    const annotations = { 'tiers.cdk8s.io/waive.secret-committed': 'an example' };
    const waived = { ...secret, metadata: { ...secret.metadata, annotations } };
    expect(told({ severities: { 'secret-committed': 'off' } }, waived)).toEqual(['info ref-namespace']);
  });

  test('name rules that are there, and severities that are', () => {
    const severities = { 'secret-comitted': 'off', keda: 'off', 'ref-secret': 'fatal' } as never;
    expect(errorOf(() => found({ severities }))).toBe(
      [
        "severities: keda: there is no rule 'keda', docs/checks.md lists the rules",
        "severities: ref-secret: unknown severity 'fatal', allowed: error, warning, info, off",
        "severities: secret-comitted: there is no rule 'secret-comitted', did you mean 'secret-committed'?",
      ].join('\n'),
    );
  });
});

describe('what exists outside', () => {
  const pod: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      priorityClassName: 'high',
      containers: [
        {
          name: 'web',
          image: 'web:1.0',
          env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'key' } } }],
        },
      ],
    },
  };
  const missing = (external: CheckSettings['external']) => {
    const missed = found({ external }, pod).findings.filter(({ rule }) => /^ref-(?!namespace)/.test(rule));
    return missed.map(({ value }) => value).sort();
  };

  test.each([
    [undefined, ['high', 'shop/keys']],
    [{ objects: [{ kind: 'PriorityClass', name: 'high' }], secrets: [{ namespace: 'shop', name: 'keys' }] }, []],
    [{ secrets: [{ namespace: 'shop', name: 'keys', keys: ['key'] }] }, ['high']],
    [{ secrets: [{ namespace: 'shop', name: 'keys', keys: ['other'] }] }, ['high', 'shop/keys key']],
    [{ secrets: [{ namespace: 'blog', name: 'keys' }] }, ['high', 'shop/keys']],
    [{ objects: [{ kind: 'PriorityClass', namespace: 'shop', name: 'high' }] }, ['high', 'shop/keys']],
  ])('%j leaves %j missing', (external, values) => {
    expect(missing(external)).toEqual(values);
  });
});

describe('cdk8s-tiers.yaml', () => {
  const write = (text: string): string => join(makeFolder({ 'settings.yaml': text }), 'settings.yaml');
  const read = (text: string, code?: CheckSettings): string => {
    const file = write(text);
    return errorOf(() => readSettings(code, file)).replaceAll(file, 'settings.yaml');
  };

  test('says what code says, and completes it', () => {
    const file = write(`external:
  secrets: [{namespace: shop, name: keys}]
  objects: [{kind: StorageClass, name: fast}]
severities: {secret-committed: error, owner-label: 'off'}
localEnvironments: [laptop]
`);
    expect(readSettings({ rules: [ownerLabel], refusedImages: ['evil/'] }, file)).toEqual({
      kinds: expect.any(KindRegistry),
      external: {
        secrets: [{ namespace: 'shop', name: 'keys' }],
        objects: [{ kind: 'StorageClass', name: 'fast' }],
      },
      severities: { 'secret-committed': 'error', 'owner-label': 'off' },
      localEnvironments: ['laptop'],
      refusedImages: ['evil/'],
      rules: [ownerLabel],
    });
  });

  test('may be empty, or not there', () => {
    expect(readSettings({}, write('# nothing yet\n'))).toEqual({ kinds: expect.any(KindRegistry) });
    expect(readSettings({ refusedImages: [] })).toEqual({ refusedImages: [], kinds: expect.any(KindRegistry) });
  });

  test('that is named must be there', () => {
    expect(errorOf(() => readSettings({}, 'no-such.yaml'))).toBe('no-such.yaml: there is no such file of settings');
  });

  test('tells all that is wrong in it, and in code, each at its place', () => {
    const text = `external:
  secret: []
severities:
  ref-secret: fatal
refusedImages: evil/
`;
    expect(read(text, { severities: { keda: 'off' } })).toBe(
      [
        "settings.yaml:2:3: unknown key 'secret', did you mean 'secrets'? allowed: objects, secrets",
        "settings.yaml:4:15: 'severities.ref-secret' is 'fatal', allowed: 'error', 'warning', 'info', 'off'",
        "settings.yaml:5:16: 'refusedImages' is 'evil/', allowed: a list",
        "severities: keda: there is no rule 'keda', docs/checks.md lists the rules",
      ].join('\n'),
    );
  });

  test('must not say again what code says, nor name rules that are not there', () => {
    const code: CheckSettings = { rules: [ownerLabel], localEnvironments: ['laptop'] };
    expect(read('localEnvironments: [laptop]\nseverities:\n  owner-label: error\n  owner-lable: error\n', code)).toBe(
      [
        "settings.yaml:1:1: the project's code states 'localEnvironments' too, keep one of them",
        "settings.yaml:4:3: there is no rule 'owner-lable', did you mean 'owner-label'?",
      ].join('\n'),
    );
  });

  test.each([
    [
      'secrets: [{namespace: Shop, name: keys}]',
      "impossible name 'Shop', allowed: at most 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
    ],
    [
      'secrets: [{namespace: shop, name: Keys}]',
      "impossible name of an object 'Keys', allowed: at most 253 lower-case letters, digits, dots, colons and hyphens, with a letter or digit at both ends",
    ],
    [
      'secrets: [{namespace: shop, name: keys, keys: [a b]}]',
      "impossible key of a Secret 'a b', allowed: letters, digits, '-', '_' and '.', such as 'tls.crt'",
    ],
    [
      'objects: [{kind: storageclass, name: fast}]',
      "impossible kind 'storageclass', allowed: a kind as manifests write it, such as 'StorageClass'",
    ],
  ])('refuses external %s', (line, message) => {
    expect(read(`external:\n  ${line}\n`)).toMatch(/^settings\.yaml:2:\d+: /);
    expect(read(`external:\n  ${line}\n`).replace(/^\S+ /, '')).toBe(message);
  });

  test('names the version of Kubernetes of objects whose environment names none', () => {
    const file = write("kubernetesVersion: '1.33'\n");
    const deviceClass = {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'DeviceClass',
      metadata: { name: 'gpu' },
      spec: {},
    } as KubernetesObject;
    const path = 'new/a.yaml';
    const manifest = { object: deviceClass, file: path, path, line: 1, lineOf: () => 1 };
    const newer = { name: 'new', kubernetesVersion: '1.34' };
    const index = { version: 1 as const, environments: [newer], files: [], secrets: [] };
    const unknown = (set: ManifestSet, settings: CheckOptions) =>
      runChecks(set, settings).findings.filter(({ rule }) => rule === 'schema-unknown-kind').length;
    const stated = readSettings({}, file);
    expect(unknown(ManifestSet.of([deviceClass]), readSettings({}, write('{}\n')))).toBe(0);
    expect(unknown(ManifestSet.of([deviceClass]), stated)).toBe(1);
    expect(unknown(new ManifestSet([manifest], { index }), stated)).toBe(0);
    expect(stated).not.toHaveProperty('kubernetesVersion');
    expect(read('kubernetesVersion: 1.33\n')).toBe(
      "settings.yaml:1:20: 'kubernetesVersion' is the number 1.33, allowed: '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'; put it in quotes: '1.33'",
    );
  });

  test('has a schema for editors', () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(settingsSchemaText()));
    expect(validate({ severities: { 'ref-secret': 'off' }, external: { objects: [{ kind: 'A', name: 'b' }] } })).toBe(
      true,
    );
    expect(validate({ severity: {} })).toBe(false);
    expect(validate({ severities: { 'ref-secret': 'fatal' } })).toBe(false);
  });
});

test('an environment of the index says what exists in its own cluster', () => {
  const object = {
    ...secret,
    kind: 'Pod',
    spec: { priorityClassName: 'high', containers: [{ name: 'a', image: 'a:1' }] },
  };
  const manifests = ['local', 'production'].map((name) => {
    const path = `${name}/shop/pod.keys.yaml`;
    return { object, file: path, path, line: 1, lineOf: () => 1 };
  });
  const external = { objects: [{ kind: 'PriorityClass', name: 'high' }] };
  const index = {
    version: 1 as const,
    environments: [{ name: 'local', local: true, external }],
    files: [],
    secrets: [],
  };
  const report = runChecks(new ManifestSet(manifests, { index }));
  const missing = report.findings.filter(({ rule, value }) => rule.startsWith('ref-') && value === 'high');
  expect(missing.map(({ environment }) => environment)).toEqual(['production']);
  expect(countOf(report, 'error')).toBeGreaterThan(0);
});
