import { join } from 'node:path';
import { JsonPatch } from 'cdk8s';
import { ManifestFile } from '../../src/tiers';
import { describeEveryProp, makeSystem, problemsFrom } from '../fixtures';
import { makeFolder, putFiles } from '../fixtures/folder';

const fileOf = (text: string) => {
  const folder = makeFolder();
  putFiles(folder, { 'given.yaml': text });
  return join(folder, 'given.yaml');
};
const two = `# Given by others.
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { level: info }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: settings, namespace: shop }
---
`;

describe('a file of manifests', () => {
  test('is a construct an object, which is found and patched like any other', () => {
    const test = makeSystem();
    const found = new ManifestFile(test.application, 'given', { file: fileOf(two) });
    expect(found.apiObjects.map(({ node }) => node.path)).toEqual([
      'local/shop/shop-app/given/settings-configmap',
      'local/shop/shop-app/given/settings-serviceaccount-shop',
    ]);
    found.apiObjects[0]!.addJsonPatch(JsonPatch.replace('/data/level', 'debug'));
    const tree = test.render();
    expect(tree.get('ConfigMap').data).toEqual({ level: 'debug' });
    expect(tree.get('ServiceAccount').metadata.namespace).toBe('shop');
  });

  test.each<[string, string, string]>([
    ['is not YAML', 'a: [', ':1:5: broken YAML: '],
    [
      'holds something else',
      'kind: A\napiVersion: v1\nmetadata: { name: a }\n---\na: b\n',
      ':5: a document is no object: give it apiVersion and kind',
    ],
  ])('that %s is refused, with its name and line', (_, text, message) => {
    const file = fileOf(text);
    const told = problemsFrom(() => new ManifestFile(makeSystem().application, 'given', { file }));
    expect(told.slice(0, file.length + message.length)).toBe(`${file}${message}`);
  });

  test('that is not there is refused', () => {
    expect(problemsFrom(() => new ManifestFile(makeSystem().application, 'given', { file: 'lost.yaml' }))).toBe(
      "lost.yaml: can't be read: ENOENT",
    );
  });
});

describeEveryProp('ManifestFileProps', {
  file: [() => new ManifestFile(makeSystem().application, 'given', { file: fileOf(two) }).apiObjects.length, 2],
});
