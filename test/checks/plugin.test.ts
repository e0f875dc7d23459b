import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManifestChecks, type ManifestChecksProperties, type ValidationContextLike } from '../../src/checks';

const root = join(__dirname, '../..');
const example = join(root, 'examples/validation-plugin');

describe('the plugin', () => {
  type Violation = Parameters<ValidationContextLike['report']['addViolation']>[0];

  const validate = async (text: string, properties?: ManifestChecksProperties) => {
    const file = join(mkdtempSync(join(tmpdir(), 'plugin-')), 'shop.k8s.yaml');
    writeFileSync(file, text);
    const violations: Violation[] = [];
    const submitted: unknown[] = [];
    const report = {
      addViolation: (violation: Violation) => void violations.push(violation),
      submit: (...given: unknown[]) => void submitted.push(given),
    };
    await new ManifestChecks(properties).validate({ manifests: [file], report });
    return { file, violations, submitted };
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

  test('fails on a file that is no YAML', async () => {
    const { violations, submitted } = await validate('kind: [');
    expect(violations.map(({ ruleName }) => ruleName)).toEqual(['unreadable (error)']);
    expect(submitted).toEqual([['failure']]);
  });

  test.each([
    [{ externalSecrets: ['keys'] }, 'externalSecrets: "keys" is no Secret; write namespace/name or namespace/name:key'],
    [{ externalObjects: ['fast'] }, 'externalObjects: "fast" is no object; write Kind/name or Kind/namespace/name'],
    [{ report: 'all' }, 'report: "all" is no severity; write one of error, warning, info'],
  ])('refuses the properties %j', (properties, message) => {
    expect(() => new ManifestChecks(properties as ManifestChecksProperties)).toThrow(message);
  });
});

describe('the example project', () => {
  const tool = (name: string) => join(root, 'node_modules/.bin', name);

  beforeAll(() => {
    spawnSync(tool('tsc'), ['-b', 'src'], { cwd: root });
  }, 120_000);

  const synth = (edit: (text: string) => string) => {
    const folder = mkdtempSync(join(tmpdir(), 'example-'));
    cpSync(example, folder, { recursive: true });
    const config = readFileSync(join(folder, 'cdk8s.yaml'), 'utf8');
    writeFileSync(join(folder, 'cdk8s.yaml'), config.replace('./../../src', join(root, 'src')));
    const main = readFileSync(join(folder, 'main.js'), 'utf8');
    writeFileSync(join(folder, 'main.js'), edit(main));
    const env = { ...process.env, CDK8S_CHECK_UPGRADE: 'false', NODE_PATH: join(root, 'node_modules') };
    const { status, stdout, stderr } = spawnSync(tool('cdk8s'), ['synth'], { cwd: folder, env, encoding: 'utf8' });
    return { status, output: `${stdout}${stderr}` };
  };

  test('is synthesized and has no error', () => {
    const { status, output } = synth((text) => text);
    expect(output).toContain('Validations ended succesfully');
    expect(status).toBe(0);
  }, 60_000);

  test('fails with the rule and the construct path when its Service misses the port', () => {
    const { status, output } = synth((text) => text.replace("targetPort: 'http'", "targetPort: 'https'"));
    expect(output).toContain('ref-service-port (error)');
    expect(output).toContain('Construct Path: shop/service');
    expect(output).toContain('spec.ports[0].targetPort (https)');
    expect(status).toBe(2);
  }, 60_000);
});
