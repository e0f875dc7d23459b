import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const packageRoot = basename(__dirname) === 'lib' ? dirname(__dirname) : __dirname;
const folder = join(packageRoot, 'sql');

/** The schema in an empty database. */
export const initSql = { 'initdb.sql': readFileSync(join(folder, 'initdb.sql'), 'utf8') };

/** Every change of the schema, the schema itself first. */
export const migrations = Object.fromEntries(
  readdirSync(join(folder, 'migrations'))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => [name, readFileSync(join(folder, 'migrations', name), 'utf8')]),
);
