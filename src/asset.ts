import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const packageRoot = basename(__dirname) === 'lib' ? dirname(__dirname) : __dirname;

/**
 * Reads a text file of the package's `assets` folder. Called when a module is loaded, never in a constructor.
 *
 * @param path path below `assets`, with `/`
 */
export function readAsset(path: string): string {
  return readFileSync(join(packageRoot, 'assets', path), 'utf8');
}

/** The version of this package. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')).version;
}
