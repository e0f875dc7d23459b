import { allRules, countOf, runChecks } from '../../src/checks';
import { WAIVER_PREFIX } from '../../src/kubernetes';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet, type OutputIndex } from '../../src/manifests';

const service = (annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop', annotations },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
});

const rulesOf = (...objects: KubernetesObject[]): string[] =>
  runChecks(ManifestSet.of(objects)).findings.map(({ rule }) => rule);

test('no manifests are an error, never a pass', () => {
  const report = runChecks(ManifestSet.of([]));
  expect(report.findings.map(({ message }) => message)).toEqual([
    'no Kubernetes object was read; a check of nothing proves nothing, so an empty folder never passes; give the folder that holds the manifests, or render them first',
  ]);
  expect(countOf(report, 'error')).toBe(1);
});

test('a kind without a schema is an error, never a pass', () => {
  const object = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a', namespace: 'shop' } };
  expect(rulesOf(object)).toContain('schema-unknown-kind');
});

test('a project that allows everything is told by each field that does', () => {
  const project = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'a', namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: 'https://kubernetes.default.svc', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  };
  const { findings } = runChecks(ManifestSet.of([project]));
  const open = findings.filter(({ rule }) => rule === 'argo-project-open');
  expect(open.map(({ field, value }) => [field, value])).toEqual([
    ['spec.clusterResourceWhitelist', '*/*'],
    ['spec.destinations', '*'],
    ['spec.sourceRepos', '*'],
  ]);
});

test('a finding says where, what, the value, why and how to mend it', () => {
  const [finding] = runChecks(ManifestSet.of([service()])).findings;
  expect(finding).toEqual({
    rule: 'selector-service-none',
    severity: 'error',
    environment: '',
    object: 'Service shop/web',
    file: 'manifests',
    line: 1,
    field: 'spec.selector',
    value: '{"app":"web"}',
    message:
      'Service shop/web spec.selector: a Service selects no pod ({"app":"web"}); every connection to it is refused; make spec.selector equal labels of the pod template, and the namespaces the same',
  });
});

describe('waivers', () => {
  const annotation = `${WAIVER_PREFIX}selector-service-none`;

  test('set a finding aside and are listed with their reason', () => {
    const report = runChecks(ManifestSet.of([service({ [annotation]: 'pods come from the plant controller' })]));
    expect(countOf(report, 'error')).toBe(0);
    expect(report.waived.map(({ rule, reason }) => [rule, reason])).toEqual([
      ['selector-service-none', 'pods come from the plant controller'],
    ]);
  });

  test('without a reason are an error and set nothing aside', () => {
    expect(rulesOf(service({ [annotation]: ' ' }))).toEqual(
      expect.arrayContaining(['selector-service-none', 'waiver-without-reason']),
    );
  });

  test.each([
    ['keda-pair', 'the waiver of keda-pair sets nothing aside'],
    ['no-such-rule', 'there is no rule no-such-rule'],
  ])('of %s that set nothing aside are a warning', (rule, what) => {
    const findings = runChecks(ManifestSet.of([service({ [`${WAIVER_PREFIX}${rule}`]: 'because' })])).findings;
    expect(findings.find((finding) => finding.rule === 'waiver-unused')?.message).toContain(what);
  });
});

describe('an output with an index', () => {
  const object = (namespace: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace },
    spec: { containers: [{ name: 'web', image: 'web:1.0', envFrom: [{ secretRef: { name: 'keys' } }] }] },
  });
  const manifest = (environment: string) => ({
    object: object('shop'),
    file: `dist/${environment}/shop/pod.web.yaml`,
    path: `${environment}/shop/pod.web.yaml`,
    line: 1,
    lineOf: () => 1,
  });
  const index: OutputIndex = {
    version: 1,
    files: ['local', 'production'].map((environment) => ({
      path: `${environment}/shop/pod.web.yaml`,
      environment,
      application: 'shop',
      group: '',
      kind: 'Pod',
      namespace: 'shop',
      name: 'web',
      wave: 0,
      constructPath: `${environment}/shop/web`,
      system: 'shop',
    })),
    secrets: [{ environment: 'local', namespace: 'shop', name: 'keys', provider: 'manual', keys: [], usedBy: [] }],
  };
  const report = runChecks(new ManifestSet([manifest('production'), manifest('local')], { index }));

  test('is checked environment by environment, which are told in the order of their names', () => {
    expect(report.environments).toEqual(['local', 'production']);
    expect(report.findings.map(({ rule }) => rule)).not.toContain('duplicate-object');
  });

  test('promises Secrets only for the environment it names', () => {
    const missing = report.findings.filter(({ rule }) => rule === 'ref-secret');
    expect(missing.map(({ environment, value }) => [environment, value])).toEqual([['production', 'shop/keys']]);
  });
});

test('the same object twice is an error at both places', () => {
  expect(rulesOf(service(), service()).filter((rule) => rule === 'duplicate-object')).toHaveLength(2);
});

describe('the rules', () => {
  test('have ids of their own, as words joined by dashes that fit an annotation', () => {
    const ids = allRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id) || `waive.${id}`.length > 63)).toEqual([]);
  });

  test.each(allRules)('$id has texts in house style', ({ title, why, mend }) => {
    for (const text of [title, why, mend]) expect(text).toMatch(/^\S.*[^.]$/s);
  });
});
