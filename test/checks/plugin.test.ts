import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManifestChecks, type ManifestChecksProperties, type ValidationContextLike } from '../../src/checks';

describe('the plugin', () => {
  type Violation = Parameters<ValidationContextLike['report']['addViolation']>[0];

  const validate = async (text: string, properties?: ManifestChecksProperties) => {
    const file = join(mkdtempSync(join(tmpdir(), 'plugin-')), 'shop.k8s.yaml');
    writeFileSync(file, text);
    return { file, ...(await validateFiles([file], properties)) };
  };
  const validateFiles = async (manifests: readonly string[], properties?: ManifestChecksProperties) => {
    const violations: Violation[] = [];
    const submitted: unknown[] = [];
    const report = {
      addViolation: (violation: Violation) => void violations.push(violation),
      submit: (...given: unknown[]) => void submitted.push(given),
    };
    await new ManifestChecks(properties).validate({ manifests, report });
    return { violations, submitted };
  };
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n';

  test('tells each rule once, with all objects and places, and fails on an error', async () => {
    const { file, violations, submitted } = await validate(`${service}---\n${service.replaceAll('web', 'api')}`);
    expect(violations).toEqual([
      {
        ruleName: 'selector-service-none (error)',
        recommendation: 'a Service selects no pod: every connection to it is refused',
        fix: 'make spec.selector equal labels of the pod template, and the namespaces the same',
        violatingResources: [
          { resourceName: 'api', locations: ['spec.selector ({"app":"api"})'], manifestPath: file },
          { resourceName: 'web', locations: ['spec.selector ({"app":"web"})'], manifestPath: file },
        ],
      },
    ]);
    expect(submitted).toEqual([['failure', { Objects: '2', Errors: '2', Warnings: '0', Waived: '0' }]]);
  });

  test('tells a place by its field where there is no value, and by the object where there is no field', async () => {
    const template = '{metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}';
    const deployment = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 2, selector: {matchLabels: {app: web}}, template: ${template}}\n`;
    const { violations } = await validate(`${deployment}---\n${service.replace('selector: {app: web}, ', '')}`, {
      report: 'info',
    });
    const places = (rule: string) =>
      violations
        .filter(({ ruleName }) => ruleName.startsWith(`${rule} (`))
        .flatMap(({ violatingResources }) => violatingResources.map(({ locations }) => locations));
    expect(places('service-without-selector')).toEqual([['spec.selector']]);
    expect(places('budget-missing')).toEqual([['the whole object']]);
  });

  test('tells the environments of an output apart, as its index says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plugin-'));
    const files = ['local', 'production'].map((environment) => {
      const path = `${environment}/app/config-map.a.yaml`;
      mkdirSync(join(folder, environment, 'app'), { recursive: true });
      writeFileSync(
        join(folder, path),
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\ndata: {}\n',
      );
      return {
        path,
        environment,
        application: 'app',
        system: 'shop',
        group: '',
        kind: 'ConfigMap',
        name: 'a',
        wave: 0,
      };
    });
    const manifests = files.map(({ path }) => join(folder, path));
    const rules = async () => (await validateFiles(manifests)).violations.map(({ ruleName }) => ruleName);
    expect(await rules()).toContain('duplicate-object (error)');
    writeFileSync(join(folder, 'index.json'), JSON.stringify({ version: 1, files, secrets: [] }));
    expect(await rules()).not.toContain('duplicate-object (error)');
  });

  test('tells hints only when asked', async () => {
    const rules = async (properties: ManifestChecksProperties) =>
      (
        await validate(
          service.replace(
            '{selector: {app: web}, ports: [{port: 80}]}',
            '{type: ExternalName, externalName: web.example.com}',
          ),
          properties,
        )
      ).violations.map(({ ruleName }) => ruleName);
    expect(await rules({})).toEqual([]);
    expect(await rules({ report: 'info' })).toEqual(['ref-namespace (info)']);
  });

  test('misses nothing that is said to be elsewhere', async () => {
    const binding =
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: web, namespace: shop}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\nsubjects: [{kind: User, name: me, apiGroup: rbac.authorization.k8s.io}]\n';
    const rules = async (properties?: ManifestChecksProperties) =>
      (await validate(binding, properties)).violations.map(({ ruleName }) => ruleName);
    const missed = await rules();
    expect(missed.length).toBeGreaterThan(0);
    expect(await rules({ externalObjects: ['Role/shop/reader'] })).toEqual(missed.filter((name) => !/role/.test(name)));
  });

  test('fails on a file that is no YAML', async () => {
    const { violations, submitted } = await validate('kind: [');
    expect(violations.map(({ ruleName }) => ruleName)).toEqual(['unreadable (error)']);
    expect(submitted).toEqual([['failure']]);
  });

  test.each([
    [{ externalSecrets: ['keys'] }, 'externalSecrets: "keys" is no Secret; write namespace/name or namespace/name:key'],
    [{ externalObjects: ['fast'] }, 'externalObjects: "fast" is no object; write Kind/name or Kind/namespace/name'],
    [{ externalObjects: ['web'] }, 'externalObjects: "web" is no object; write Kind/name or Kind/namespace/name'],
    [{ report: 'all' }, 'report: "all" is no severity; write one of error, warning, info'],
  ])('refuses the properties %j', (properties, message) => {
    expect(() => new ManifestChecks(properties as ManifestChecksProperties)).toThrow(message);
  });
});
