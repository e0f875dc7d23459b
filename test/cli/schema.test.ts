import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import { contentOf } from '../fixtures/folder';
import { makeProject } from '../fixtures/project';

test('schema writes what editors need beside the environment files, once', async () => {
  const test = makeProject({ shop: () => {} });
  test.environment('local', ['shop']);
  const folder = join(dirname(test.output), 'environments');
  expect(await test.run('schema')).toMatchObject({ code: 0, out: 'environments/schema.json: written\n' });
  const schema = JSON.parse(contentOf(folder)['schema.json']!);
  expect(() => new Ajv({ strict: false }).compile(schema)).not.toThrow();
  expect(Object.keys(schema.properties.systems.properties)).toEqual(['platform', 'shop']);
  expect(await test.run('schema')).toMatchObject({ code: 0, out: 'environments/schema.json: up to date\n' });
});

test('schema without a folder of environments tells what to do', async () => {
  const test = makeProject({ shop: () => {} });
  expect(await test.run('schema')).toMatchObject({
    code: 2,
    err: 'error: environments: there is no such folder, make it and put the first environment file into it\n1 problem, nothing was written\n',
  });
});
