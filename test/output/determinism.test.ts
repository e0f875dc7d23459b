import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthInto } from 'cdk8s-tiers/testing';
import { project } from '../../charts/project';
import { contentOf } from '../fixtures/folder';

const root = join(__dirname, '../..');

test('two runs give the same bytes', () => {
  expect(synthInto(project).files).toEqual(synthInto(project).files);
});

test('the output tells nothing of the machine, the time or the user', () => {
  const files = Object.entries(contentOf(join(root, 'dist'))).filter(([path]) => !path.endsWith('/'));
  expect(files.length).toBeGreaterThan(200);
  for (const [path, text] of files) {
    expect([path, text.includes(root) || text.includes(`${tmpdir()}/`)]).toEqual([path, false]);
    expect([path, /20\d\d-\d\d-\d\dT\d\d:/.test(text)]).toEqual([path, false]);
    expect([path, text.includes('\r'), text.endsWith('\n')]).toEqual([path, false, true]);
  }
});
