import { readFileSync } from 'node:fs';
import { nodeCount, type StoragePurpose, storageClassFor, unusedClasses } from '../../src/environment';
import { loadEnvironments, parseEnvironment } from '../../src/environment/reading';
import { FORMS } from './sample-systems';

const FOLDER = 'test/environment/fixtures/valid';
const [local, production] = loadEnvironments(FOLDER, FORMS);

function changed(name: string, from: string, to: string) {
  const text = readFileSync(`${FOLDER}/${name}.yaml`, 'utf8');
  expect(text).toContain(from);
  return parseEnvironment(`environments/${name}.yaml`, text.replace(from, to), FORMS);
}

test.each<[StoragePurpose, string]>([
  ['default', 'standard'],
  ['database', 'fast'],
  ['broker', 'standard'],
  ['monitoring', 'standard'],
  ['shared', 'files'],
])('with dynamic storage the class for %s is %s', (purpose, expected) => {
  expect(storageClassFor(production!, purpose)).toBe(expected);
});

test.each<[StoragePurpose]>([['default'], ['database'], ['shared']])(
  'with static storage the class for %s is the one',
  (purpose) => {
    expect(storageClassFor(local!, purpose)).toBe('manual');
  },
);

test('a purpose that tiers of others name has the class that the file gives it, else the default', () => {
  expect(storageClassFor(changed('production', '    shared: files\n', '    search: quick\n'), 'search')).toBe('quick');
  expect(storageClassFor(production!, 'search')).toBe('standard');
});

describe('a class for a purpose that no volume has', () => {
  const misspelled = changed('production', '    shared: files\n', '    databse: fast\n');
  const where = 'environments/production.yaml';

  test('is told with the purpose that is meant', () => {
    expect(unusedClasses(misspelled, new Set(['monitoring', 'database']))).toEqual([
      {
        where,
        message:
          "no volume has the purpose of storage.classes.databse, did you mean 'database'? used: database, monitoring",
      },
    ]);
  });

  test('is told where nothing is meant', () => {
    expect(unusedClasses(misspelled, new Set()).map(({ message }) => message)).toEqual([
      'no volume has the purpose of storage.classes.database; used: none',
      'no volume has the purpose of storage.classes.databse; used: none',
    ]);
  });

  test('is none where volumes are folders', () => {
    expect(unusedClasses(local!, new Set())).toEqual([]);
  });
});

test('shared files without a class for them are an error', () => {
  expect(() => storageClassFor(changed('production', '    shared: files\n', ''), 'shared')).toThrow(
    /^environments\/production\.yaml: shared files need a storage class with ReadWriteMany, name it in storage\.classes\.shared$/,
  );
});

test('shared files on static storage with two nodes are an error', () => {
  expect(() => storageClassFor(changed('local', 'count: 1', 'count: 2'), 'shared')).toThrow(
    /^environments\/local\.yaml: static storage lies on one node and shared files need every node, use dynamic storage with the class storage\.classes\.shared, or one node$/,
  );
});

test('the nodes of all pools are counted', () => {
  expect([nodeCount(local!), nodeCount(production!)]).toEqual([1, 5]);
});
