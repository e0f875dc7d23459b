import * as library from 'cdk8s-tiers';
import { textOf } from './markdown';

const page = textOf('docs/tiers.md');
const rows = page.split('\n').filter((line) => /^\| `\w+` \|/.test(line));

/** Made of scope, id and props; others are made by a tier that they belong to. */
const isTier = (value: unknown): boolean =>
  typeof value === 'function' && value.prototype instanceof library.Tier && value.length === 3;

test('the page of tiers has a section for every tier that the library exports', () => {
  const tiers = Object.entries(library).filter(([, value]) => isTier(value));
  const abstract = ['Program', 'Server'];
  const names = tiers.map(([name]) => name).filter((name) => !abstract.includes(name));
  expect(names).toContain('WebService');
  expect(names.filter((name) => !page.includes(`\n## ${name}\n`))).toEqual([]);
});

test('every prop on the page says what it is, and what it is without being said', () => {
  expect(rows.length).toBeGreaterThan(50);
  const silent = rows.filter((row) =>
    row.split(/(?<!\\)\|/).some((cell, index) => index > 0 && index < 5 && cell.trim() === ''),
  );
  expect(silent).toEqual([]);
});

test('a tier has an example on the page', () => {
  const sections = page
    .split(/^## /m)
    .filter((section) => /\n\| Prop \|/.test(section) && /And the props of/.test(section));
  expect(sections.filter((section) => !section.includes('```ts')).map((section) => section.split('\n')[0])).toEqual([]);
});
