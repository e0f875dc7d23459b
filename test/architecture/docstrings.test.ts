import { interfacesOf, sourceFiles } from '../fixtures';

// Everything in the folders that charts are composed of, and what is named as input anywhere else.
const composed = /^src\/(?:endpoints|gitops|kubernetes|secrets|storage|system|tiers|topology)\//;
const interfaces = ['src', 'charts']
  .flatMap(sourceFiles)
  .flatMap((file) => interfacesOf(file))
  .filter(({ file, name }) => composed.test(file) || /(?:Props|Options)$/.test(name));

describe('what users pass', () => {
  test('is found by the reader of interfaces', () => {
    const names = interfaces.map(({ name }) => name);
    for (const known of ['WebServiceProps', 'PostgresProps', 'QueueWorkerProps', 'Scaling', 'ConnectOptions']) {
      expect(names).toContain(known);
    }
    expect(
      interfacesOf(
        'a.ts',
        'export interface A extends B, C {\n  /** x @default 1 */\n  readonly b?: {\n    c?: 1;\n  };\n  d: 2;\n}\n',
      ),
    ).toEqual([
      {
        file: 'a.ts',
        name: 'A',
        extends: ['B', 'C'],
        properties: [
          { name: 'b', optional: true, docstring: '  /** x @default 1 */' },
          { name: 'd', optional: false, docstring: '' },
        ],
      },
    ]);
  });

  test.each(interfaces.map((found) => [`${found.name} of ${found.file}`, found] as const))(
    'is told with its default where it may be left out: %s',
    (_, { name, properties }) => {
      const silent = properties
        .filter(({ optional, docstring }) => optional && !/@default \S/.test(docstring))
        .map((property) => `${name}.${property.name}`);
      expect(silent).toEqual([]);
    },
  );
});
