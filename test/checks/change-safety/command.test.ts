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

describe('kinds of a project', () => {
  const racks = (...names: string[]) =>
    `apiVersion: example.com/v1\nkind: Rack\nmetadata: {name: a, namespace: z}\nspec: {slots: [${names.map((slot) => `{slot: ${slot}}`).join(', ')}]}\n`;
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: racks.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Rack, plural: racks}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                slots:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [slot]
                  items: {type: object, required: [slot], properties: {slot: {type: string}}}
`;

  beforeEach(() => {
    folder.write('from/a.yaml', racks('left', 'right'));
    folder.write('to/a.yaml', racks('right', 'left'));
    folder.write('kinds/rack.yaml', definition);
    folder.write('settings.yaml', `crds: ${folder.path}/kinds\n`);
  });
  const sides = () => ['--from', `${folder.path}/from`, '--to', `${folder.path}/to`];

  test('are read where the settings say: the order of a list whose elements have a key is no change', async () => {
    expect(await diff(...sides())).toBe(0);
    expect(written.stdout).toContain('objects: 1 changed;');
    written.stdout = '';
    expect(await diff(...sides(), '--config', `${folder.path}/settings.yaml`)).toBe(0);
    expect(written.stdout).toContain('\n\nno changes\n');
  });

  test('are read where the code says', async () => {
    const program = new Command().exitOverride();
    addDiffCommand(program, { crds: `${folder.path}/kinds` });
    await program.parseAsync(['diff', ...sides()], { from: 'user' });
    expect(written.stdout).toContain('\n\nno changes\n');
  });

  test('that cannot be read are bad input', async () => {
    folder.write('kinds/rack.yaml', 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n');
    expect(await diff(...sides(), '--config', `${folder.path}/settings.yaml`)).toBe(2);
    expect(folder.relative(written.stderr)).toBe(
      'kinds/rack.yaml:1: ConfigMap a is no CustomResourceDefinition of apiextensions.k8s.io/v1: only definitions of kinds stand here, put objects into a chart\n',
    );
    written.stderr = '';
    expect(await diff(...sides(), '--config', `${folder.path}/none.yaml`)).toBe(2);
    expect(folder.relative(written.stderr)).toBe('none.yaml: there is no such file of settings\n');
  });
});
