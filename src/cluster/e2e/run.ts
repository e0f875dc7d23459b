import { compare, ProblemsError } from '../../problem';
import type { RolloutCommandOptions } from '../command-options';
import { type Judgement, judge } from '../judge';
import { Kubectl } from '../kubectl';
import { readOutput } from '../output';
import { hasRequirements } from '../requirements';
import { type CommandResult, Transcript } from '../transcript';
import { applyTwice } from './apply-twice';
import { partTrials, readSurroundings, type Untried } from './surroundings';
import { trialsOf } from './trials';

/** What `e2e` takes. */
export interface E2eOptions extends RolloutCommandOptions {
  /** Applies it for real, twice, and then the next version of an object of each kind. @default false */
  readonly apply?: boolean | undefined;
  /** Lets a run pass in which something could not be tried. @default false */
  readonly allowUntried?: boolean | undefined;
  /** Lets a run pass in which something did not become ready. @default false */
  readonly allowUnready?: boolean | undefined;
}

/**
 * Tries an environment on the cluster that the kubeconfig names: a strict dry run of every object on the server; with `apply`
 * also for real.
 */
export function runE2e(options: E2eOptions): Promise<CommandResult> {
  const transcript = new Transcript(options.onLine);
  return transcript.of(async () => {
    const output = readOutput(options.dist ?? 'dist', options.environment);
    const kubectl = new Kubectl(options.kubectl);
    const server = await kubectl.server();
    if ('problem' in server) {
      throw ProblemsError.at('kubectl', `no cluster answers: ${server.problem}; set KUBECONFIG or name a --context`);
    }
    transcript.say(`cluster: context ${await kubectl.contextName()}, Kubernetes ${server.version}`);
    const trials = trialsOf(output.objects);
    const inner = trials.length - output.objects.length;
    transcript.say(`${output.environment}: ${output.objects.length} objects, and ${inner} Jobs and Pods inside them`);

    const hasAll = await hasRequirements(kubectl, output, transcript, options.kinds);
    const mayGoOn = hasAll || options.allowUnready === true;
    const first = partTrials(trials, await readSurroundings(kubectl));
    const judgements = await judge(kubectl, first.ready);
    tellJudgements('strict dry run', judgements, transcript);
    let untried = first.untried;
    tellUntried(untried, transcript);
    let passed = isAccepted(judgements);

    if (options.apply && !passed) {
      transcript.say('apply: not done, because something is refused already');
    } else if (options.apply && !mayGoOn) {
      passed = false;
      transcript.say(
        'apply: not done, because the cluster lacks what has to be there; --allow-unready goes on without',
      );
    } else if (options.apply) {
      const applied = await applyTwice(kubectl, output, options, transcript);
      passed = applied && passed;
      const second = partTrials(
        untried.map(({ trial }) => trial),
        await readSurroundings(kubectl),
      );
      untried = second.untried;
      const late = await judge(kubectl, second.ready);
      if (late.length > 0) tellJudgements('strict dry run of what could not be tried before', late, transcript);
      if (second.ready.length > 0) tellUntried(untried, transcript);
      passed &&= isAccepted(late);
    }
    if (untried.length > 0 && !options.allowUntried) {
      transcript.say('failed: not everything was tried; --allow-untried lets that pass');
      return 1;
    }
    if (!mayGoOn && !options.allowUntried) {
      transcript.say(
        'failed: the cluster lacks what has to be there; --allow-untried or --allow-unready lets that pass',
      );
      return 1;
    }
    transcript.say(passed ? 'passed' : 'failed: see above');
    return passed ? 0 : 1;
  });
}

function isAccepted(judgements: readonly Judgement[]): boolean {
  return judgements.every(({ refused }) => refused === undefined);
}

function tellJudgements(title: string, judgements: readonly Judgement[], transcript: Transcript): void {
  const refused = judgements.filter((judgement) => judgement.refused !== undefined);
  const warned = judgements.filter(({ warnings }) => warnings.length > 0);
  const accepted = judgements.length - refused.length;
  transcript.say(`${title}: ${accepted} accepted (${warned.length} with a warning), ${refused.length} refused`);
  for (const [warning, titles] of byText(
    warned.flatMap(({ trial, warnings }) => warnings.map((text) => [text, trial.title])),
  )) {
    transcript.say(`  warning: ${warning}`, ...titles.map((title) => `    ${title}`));
  }
  for (const { trial, refused: reason } of refused) transcript.say(`  refused: ${trial.title}: ${reason}`);
}

function tellUntried(untried: readonly Untried[], transcript: Transcript): void {
  if (untried.length === 0) return;
  transcript.say(`not tried: ${untried.length}, because the cluster lacks`);
  for (const [lacks, titles] of byText(untried.map(({ trial, lacks }) => [lacks, trial.title]))) {
    transcript.say(`  ${lacks}`, ...titles.map((title) => `    ${title}`));
  }
}

/** Titles by a text that many of them share, sorted by the text. */
function byText(pairs: readonly (readonly [text: string, title: string])[]): [string, string[]][] {
  const titles = new Map<string, string[]>();
  for (const [text, title] of pairs) titles.set(text, [...(titles.get(text) ?? []), title]);
  return [...titles].sort(([a], [b]) => compare(a, b));
}
