import { basename, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import pc from 'picocolors';
import {
  ask,
  type GivenAnswers,
  noteText,
  planFromCompose,
  planFromNothing,
  projectFiles,
  questionsBeside,
  questionsFor,
  readAnswers,
  readComposeInput,
  type SystemPlan,
  writeProject,
} from '../init';
import { ProblemsError } from '../problem';
import type { Project } from '../project';

interface InitOptions extends GivenAnswers {
  /** Asks nothing. @default false */
  readonly yes?: boolean;
  /** A Compose file. @default - from nothing */
  readonly from?: string;
}

/** Adds `init`: writes a project that can be rendered. */
export function addInitCommand(program: Command, _: Project | undefined): void {
  program
    .command('init')
    .description(
      'write a new project that can be rendered, from a few questions or a Docker Compose file; nothing is overwritten',
    )
    .argument('[folder]', 'where it is written', '.')
    .addOption(new Option('-n, --name <name>', 'name of the system; default: that of the folder'))
    .addOption(new Option('--image <image>', 'image of the web service, with its tag'))
    .addOption(new Option('--port <number>', 'port that it listens on'))
    .addOption(new Option('--with <parts>', 'what it needs: database, queue, cache, or none'))
    .addOption(new Option('--domain <name>', 'public domain of production'))
    .addOption(new Option('--from <file>', 'a Docker Compose file, whose services become tiers'))
    .option('-y, --yes', 'ask nothing; so it is without a terminal')
    .action(async (folder: string, options: InitOptions) => {
      const made = await newProject(folder, options);
      writeProject(folder, made.files);
      process.stdout.write(describe(folder, made));
    });
}

interface NewProject {
  readonly files: ReturnType<typeof projectFiles>;
  readonly notes: SystemPlan['notes'];
}

async function newProject(folder: string, { yes, from, ...given }: InitOptions): Promise<NewProject> {
  const input = from === undefined ? undefined : readComposeInput(from);
  const needless = input && (['image', 'port', 'with'] as const).filter((key) => given[key] !== undefined);
  if (needless && needless.length > 0) {
    const message = 'the Compose file says it: leave the option out';
    throw new ProblemsError(needless.map((key) => ({ where: `--${key}`, message })));
  }
  const folderName = basename(resolve(folder));
  const questions = input ? questionsBeside(input.compose.name ?? folderName) : questionsFor(folderName);
  const asks = !yes && process.stdin.isTTY === true;
  const terminal = { input: process.stdin, output: process.stdout };
  const answers = readAnswers(questions, asks ? await ask(questions, given, terminal) : given);
  const plan = input ? planFromCompose(input, answers) : planFromNothing(answers);
  return { files: projectFiles(plan), notes: plan.notes };
}

function describe(folder: string, { files, notes }: NewProject): string {
  const list = files.map(({ path }) => `  ${join(folder, path)}\n`).join('');
  const left = notes.map((note) => `${pc.yellow('note')}: ${noteText(note)}\n`).join('');
  const kept =
    notes.length === 0 ? '' : `${notes.length === 1 ? 'it stands' : `all ${notes.length} stand`} in README.md, too\n`;
  const change = resolve(folder) === process.cwd() ? '' : `cd ${folder} && `;
  return `${list}${left}${kept}${pc.green('done')}: ${files.length} files written\nnext: ${change}npm install && npm run synth\n`;
}
