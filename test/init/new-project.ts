import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthInto } from '../../src/testing';
import { contentOf, makeFolder } from '../fixtures/folder';
import { type CommandRun, runCommand } from '../fixtures/project';

/** A folder in which `init` is run. */
export interface NewProject {
  readonly folder: string;
  /** Runs `init` on the folder `new` below it. */
  init(...argv: string[]): Promise<CommandRun>;
  /** Text of a file of the new project. */
  text(path: string): string;
  files(): string[];
  /** Renders what was written, as `npm run synth` would. */
  synth(): ReturnType<typeof synthInto>;
}

export function newProject(files: Readonly<Record<string, string>> = {}): NewProject {
  const folder = makeFolder(files);
  const target = join(folder, 'new');
  return {
    folder,
    init: (...argv) => runCommand(undefined, ['init', target, ...argv], folder),
    text: (path) => readFileSync(join(target, path), 'utf8'),
    files: () => Object.keys(contentOf(target)).filter((path) => !path.endsWith('/')),
    synth: () => {
      const { project } = require(join(target, 'project.ts'));
      const kept = process.cwd();
      try {
        process.chdir(target);
        return synthInto(project);
      } finally {
        process.chdir(kept);
      }
    },
  };
}
