// JSON schema of the TypeScript models of an npm package (its .d.ts files), for schemas.mjs and for the test of the CRDs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const resolvePackage = createRequire(import.meta.url);

/**
 * One JSON schema for the given kinds of a package.
 *
 * @param packageName npm package whose files are `<group>/<version>/<Kind>.d.ts`
 * @param kinds `apps/v1/Deployment`; kinds of one call may not use two models of one name
 */
export function modelSchema(packageName, kinds) {
  const folder = mkdtempSync(join(tmpdir(), 'models-'));
  const models = dirname(resolvePackage.resolve(`${packageName}/package.json`));
  const entry = join(folder, 'entry.ts');
  const tsconfig = join(folder, 'tsconfig.json');
  try {
    const lines = kinds.map((path) => `export type { I${path.split('/').pop()} } from '${models}/${path}.js';\n`);
    writeFileSync(entry, lines.join(''));
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      strict: true,
      skipLibCheck: true,
      types: [],
      lib: ['es5'],
    };
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files: ['entry.ts'] }));
    const generator = createGenerator({
      path: entry,
      tsconfig,
      type: '*',
      expose: 'export',
      jsDoc: 'none',
      topRef: false,
      skipTypeCheck: true,
      additionalProperties: false,
    });
    return generator.createSchema('*').definitions;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
