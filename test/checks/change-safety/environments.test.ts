import { environmentsOf } from '../../../src/checks/change-safety/compare';
import { ManifestSet, type OutputIndex } from '../../../src/manifests';

const setOf = (...environments: string[]) =>
  new ManifestSet([], {
    index: { version: 1, files: environments.map((environment) => ({ environment })) } as unknown as OutputIndex,
  });

test('the environments of two outputs are named in the order of their names, each once', () => {
  expect(environmentsOf(setOf('staging', 'local'), setOf('production', 'local'))).toEqual([
    'local',
    'production',
    'staging',
  ]);
  expect(environmentsOf(new ManifestSet([]))).toEqual([]);
});
