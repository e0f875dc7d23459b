import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const script = resolve(__dirname, '../../scripts/charts/record.mjs');

/** What the script would write down of a file. */
function keysOf(text: string, file: string): string[] {
  const program = `import { keysOf } from ${JSON.stringify(script)};
    console.log(JSON.stringify(keysOf(...${JSON.stringify([text, file])})))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

test('keys are read from values, from a schema and from a table of parameters', () => {
  const values = 'image: { tag: "", pull: [] }\nresources: {}\nname:\nenabled: false\n';
  expect(keysOf(values, 'values.yaml')).toEqual(['enabled', 'image.pull', 'image.tag', 'name.*', 'resources.*']);
  const schema = {
    $ref: '#/$defs/values',
    $defs: {
      values: { properties: { image: { $ref: '#/$defs/image' }, resources: { type: 'object' }, free: {} } },
      image: { properties: { tag: { type: ['string', 'null'] } } },
    },
  };
  expect(keysOf(JSON.stringify(schema), 'values.schema.json')).toEqual(['free.*', 'image.tag', 'resources.*']);
  const table =
    '| Parameter | Type |\n|---|---|\n| `image` | object |\n| `image.tag` | string |\n| `resources` | object |\n';
  expect(keysOf(table, 'README.md')).toEqual(['image.tag', 'resources.*']);
});
