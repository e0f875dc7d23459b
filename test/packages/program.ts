import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, run } from './outside-project';

const service = (port: string) => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: shop, tier: web }
  ports: [{ port: 80, targetPort: ${port} }]
`;

/** Tests of the program alone, in a folder without a project below one that the packages are installed in. */
export function testProgram(installed: string): void {
  const folder = join(installed, 'empty');
  const program = (...args: string[]): Run => run(folder, '../node_modules/.bin/cdk8s-tiers', args);

  beforeAll(() => {
    for (const [name, port] of [
      ['old', '8080'],
      ['new', '8081'],
    ] as const) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'service.yaml'), service(port));
    }
  });

  test('checks a folder of manifests', () => {
    const { exitCode, stdout, stderr } = program('check', 'old');
    expect(stdout).toMatch(/^error selector-service-none old\/service\.yaml:5\n/);
    expect(stdout).toMatch(/^1 object in 1 file: 1 error, /m);
    expect(stderr).toBe('');
    expect(exitCode).toBe(1);
  });

  test('is what npx starts', () => {
    const { exitCode, stdout } = run(folder, 'npx', ['--no-install', 'cdk8s-tiers', 'check', 'old']);
    expect(stdout).toBe(program('check', 'old').stdout);
    expect(exitCode).toBe(1);
  });

  test('compares two folders', () => {
    const { exitCode, stdout, stderr } = program('diff', '--from', 'old', '--to', 'new');
    expect(stdout).toContain('spec.ports[80/TCP].targetPort: 8080 → 8081');
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  test('tells its version and its commands', () => {
    const { version } = JSON.parse(readFileSync('src/package.json', 'utf8'));
    expect(program('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    expect(program('--help')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^ {2}check .*^ {2}diff /ms),
    });
  });

  test('says that synth needs a project, and how its entry is written', () => {
    expect(program('synth')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining("`import { main } from 'cdk8s-tiers/cli'` and `void main({ systems: [...] })`"),
    });
  });

  test('brings entries, each of which can be loaded alone', () => {
    const { exports } = JSON.parse(readFileSync('src/package.json', 'utf8'));
    const names = Object.keys(exports)
      .filter((path) => !/json$|jest$/.test(path))
      .map((path) => path.replace('.', 'cdk8s-tiers'));
    const code = `for (const name of ${JSON.stringify(names)}) if (Object.keys(require(name)).length === 0) throw new Error(name)`;
    expect(run(folder, 'node', ['-e', code])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });
}
