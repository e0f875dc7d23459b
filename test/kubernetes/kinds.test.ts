import { schemaKinds, isClusterScoped as scopeOfSchema } from '../../src/checks/schemas';
import { groupOf, isClusterScoped } from '../../src/kubernetes';

test('the scope that rendering knows is the scope of the schema, for every kind that has one', () => {
  const kinds = schemaKinds();
  expect(kinds.length).toBeGreaterThan(40);
  for (const text of kinds) {
    const kind = text.slice(text.lastIndexOf('/') + 1);
    const apiVersion = text.slice(0, text.lastIndexOf('/'));
    expect([text, isClusterScoped(groupOf(apiVersion), kind)]).toEqual([text, scopeOfSchema(apiVersion, kind)]);
  }
});
