import { basename, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import {
  ask,
  type GivenAnswers,
  planFromNothing,
  projectFiles,
  questionsFor,
  readAnswers,
  writeProject,
} from '../init';
import type { Project } from '../project';

interface InitOptions extends GivenAnswers {
  readonly yes?: boolean;
}

/** Adds `init`: writes a project that can be rendered. */
export function addInitCommand(program: Command, _: Project | undefined): void {
  program
    .command('init')
    .description('write a new project that can be rendered, from a few questions; nothing is overwritten')
    .argument('[folder]', 'where it is written', '.')
    .addOption(new Option('-n, --name <name>', 'name of the system; default: that of the folder'))
    .addOption(new Option('--image <image>', 'image of the web service, with its tag'))
    .addOption(new Option('--port <number>', 'port that it listens on'))
    .addOption(new Option('--with <parts>', 'what it needs: database, queue, cache, or none'))
    .addOption(new Option('--domain <name>', 'public domain of production'))
    .option('-y, --yes', 'ask nothing; so it is without a terminal')
    .action(async (folder: string, { yes, ...given }: InitOptions) => {
      const questions = questionsFor(basename(resolve(folder)));
      const asks = !yes && process.stdin.isTTY === true;
      const said = asks ? await ask(questions, given, { input: process.stdin, output: process.stdout }) : given;
      const files = projectFiles(planFromNothing(readAnswers(questions, said)));
      writeProject(folder, files);
      const list = files.map(({ path }) => `  ${join(folder, path)}\n`).join('');
      const change = resolve(folder) === process.cwd() ? '' : `cd ${folder} && `;
      process.stdout.write(
        `${list}${pc.green('done')}: ${files.length} files written\nnext: ${change}npm install && npm run synth\n`,
      );
    });
}
