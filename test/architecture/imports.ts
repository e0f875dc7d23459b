import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** An import, or what a file re-exports. */
export interface Import {
  readonly from: string;
  /** Path below the repository without an ending, or the name of a package. */
  readonly to: string;
  readonly typeOnly: boolean;
  /** Loaded when it is first used, by `require` in a function. */
  readonly late: boolean;
}

/** What a file imports, re-exports and requires. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/^(import|export)\s+(type\s)?([^'"]*?from\s+)?'([^']+)';/gms)];
  const stated = found
    .filter(([, keyword, , from]) => keyword === 'import' || from !== undefined)
    .map(([, , typeWord, names = '', specifier]) => ({
      specifier: specifier!,
      typeOnly: typeWord !== undefined || /^\{(?:\s*type\s[^,}]+,?)+\s*\}\s*from\s+$/.test(names),
      late: false,
    }));
  const late = [...text.matchAll(/\brequire\('([^']+)'\)/g)].map(([, specifier]) => ({
    specifier: specifier!,
    typeOnly: false,
    late: true,
  }));
  return [...stated, ...late].map(({ specifier, ...rest }) => ({
    from: file,
    to: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier,
    ...rest,
  }));
}

/** The file behind the path of an import. */
export const resolve = (path: string, files: ReadonlySet<string>) =>
  [`${path}.ts`, join(path, 'index.ts'), path].find((candidate) => files.has(candidate));
