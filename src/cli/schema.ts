import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { environmentSchemaText } from '../environment';
import { ProblemsError } from '../problem';
import { environmentForms, type Project } from '../project';
import { ownProject } from './own-project';

/** Adds `schema`: writes the JSON schema by which editors complete and check environment files. */
export function addSchemaCommand(program: Command, project: Project | undefined): void {
  program
    .command('schema')
    .description('write schema.json beside the environment files, for editors')
    .action(() => {
      const own = ownProject(project, 'schema');
      const folder = own.environments ?? 'environments';
      if (!existsSync(folder)) {
        throw ProblemsError.at(folder, 'there is no such folder, make it and put the first environment file into it');
      }
      const path = join(folder, 'schema.json');
      const text = environmentSchemaText(environmentForms(own));
      const isFresh = existsSync(path) && readFileSync(path, 'utf8') === text;
      if (!isFresh) writeFileSync(path, text);
      process.stdout.write(`${path}: ${isFresh ? 'up to date' : 'written'}\n`);
    });
}
