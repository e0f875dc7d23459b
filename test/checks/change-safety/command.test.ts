import { Command } from 'commander';
import { addDiffCommand } from '../../../src/cli/diff';
import { configMap, Folder } from '../../manifests/folder-fixture';

let folder: Folder;
const written: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };

beforeEach(() => {
  folder = new Folder();
  folder.write('old/a.yaml', configMap('a'));
  folder.write('gone/a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: z}\n');
  for (const stream of ['stdout', 'stderr'] as const) {
    written[stream] = '';
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    });
  }
});

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = 0;
  folder.remove();
});

async function diff(...options: string[]): Promise<number> {
  const program = new Command().exitOverride();
  addDiffCommand(program);
  await program.parseAsync(['diff', ...options], { from: 'user' });
  return Number(process.exitCode);
}

test('tells the changes on standard output, with 0 when they are harmless', async () => {
  expect(await diff('--from', `${folder.path}/old`, '--to', `${folder.path}/old`)).toBe(0);
  expect(written).toEqual({
    stdout: `changes from ${folder.path}/old to ${folder.path}/old\n\nno changes\n`,
    stderr: '',
  });
});

test('ends with 1 on a change that destroys', async () => {
  expect(await diff('--from', `${folder.path}/gone`, '--to', `${folder.path}/old`, '--format', 'json')).toBe(1);
  expect(JSON.parse(written.stdout)).toMatchObject({ verdict: 'BLOCK' });
});

test('tells bad input on standard error, with 2', async () => {
  expect(await diff('--from', `${folder.path}/old`, '--to', `${folder.path}/none`)).toBe(2);
  expect(written.stdout).toBe('');
  expect(written.stderr).toContain('none: there is no such file or folder');
});

test('refuses a format that it does not know', async () => {
  await expect(diff('--format', 'xml')).rejects.toThrow(
    /argument 'xml' is invalid\. Allowed choices are text, markdown, json/,
  );
});
