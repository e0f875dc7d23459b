import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { anchors, codeBlocks, textOf } from './markdown';

const page = textOf('docs/ways-out.md');
const sections = page.split(/^(?=## )/m).filter((section) => section.startsWith('## '));
const files = readdirSync(join(__dirname, 'ways-out')).filter((name) => /(?<!\.test)\.ts$/.test(name));

describe('the page of the ways out', () => {
  test.each(sections.map((section) => [anchors(section)[0]!, section] as const))(
    'shows code that runs: %s',
    (anchor, section) => {
      const shown = codeBlocks(section).filter(({ language }) => language === 'ts');
      expect(shown.map(({ text }) => text)).toEqual([textOf(`test/docs/ways-out/${anchor}.ts`)]);
    },
  );

  test('has a section for each of the files', () => {
    expect(sections.map((section) => `${anchors(section)[0]}.ts`).sort()).toEqual(files.sort());
  });
});
