import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { settingsFile } from '../checks/settings/settings-file';
import { settingsSchemaText } from '../checks/settings/settings-schema';
import { environmentSchemaText } from '../environment/reading';
import { ProblemsError } from '../problem';
import { environmentForms, type Project } from '../project';
import { ownProject } from './own-project';

/** Adds `schema`: writes the JSON schemas by which editors complete and check environment files and settings. */
export function addSchemaCommand(program: Command, project: Project | undefined): void {
  program
    .command('schema')
    .description(`write schema.json beside the environment files, and that of ${settingsFile} beside it, for editors`)
    .action(() => {
      const hasSettings = existsSync(settingsFile);
      if (hasSettings) write(settingsFile.replace(/yaml$/, 'schema.json'), settingsSchemaText());
      const own = hasSettings ? project : ownProject(project, 'schema');
      if (own === undefined) return;
      const folder = own.environments ?? 'environments';
      if (existsSync(folder)) write(join(folder, 'schema.json'), environmentSchemaText(environmentForms(own)));
      else if (!hasSettings)
        throw ProblemsError.at(folder, 'there is no such folder, make it and put the first environment file into it');
    });
}

function write(path: string, text: string): void {
  const isFresh = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!isFresh) writeFileSync(path, text);
  process.stdout.write(`${path}: ${isFresh ? 'up to date' : 'written'}\n`);
}
