import { codeBlocks, textOf } from './markdown';

const blocks = codeBlocks(textOf('docs/testing.md')).filter(({ language }) => language === 'ts');

test('the page on testing shows a test of an own tier that is run here', () => {
  expect(blocks.map(({ text }) => text)).toContain(textOf('test/testing/own-tier.test.ts'));
});
