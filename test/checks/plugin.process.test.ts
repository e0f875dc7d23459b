import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const example = join(root, 'examples/validation-plugin');

describe('the example project', () => {
  const tool = (name: string) => join(root, 'node_modules/.bin', name);

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
