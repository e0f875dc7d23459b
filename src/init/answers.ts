import { dnsLabel, hostname, imageReference, port } from '../environment';
import { type Problem, ProblemsError } from '../problem';

/** What a system that is begun from nothing may have beside its web service. */
export const parts = ['database', 'queue', 'cache'] as const;
export type Part = (typeof parts)[number];

/** All that a new project is made from. */
export interface Answers {
  readonly name: string;
  /** Public domain of production. */
  readonly domain: string;
  readonly image: string;
  readonly port: number;
  readonly with: readonly Part[];
}

/** What may be said of it, as options of the command or answers to questions. */
export type GivenAnswers = { readonly [Key in keyof Answers]?: string | undefined };

/** A question, how its answer is read, and what it is where nobody says. */
export interface Question {
  readonly key: keyof Answers;
  readonly text: string;
  /** @param earlier answers to the questions before */
  fallback(earlier: GivenAnswers): string;
  /** What is wrong with an answer, or `undefined`. */
  problem(answer: string): string | undefined;
}

interface Form {
  safeParse(value: unknown): {
    readonly error?: { readonly issues: readonly { readonly message: string }[] } | undefined;
  };
}

const by =
  (form: Form, read: (answer: string) => unknown = (answer) => answer) =>
  (answer: string) =>
    form.safeParse(read(answer)).error?.issues[0]?.message;

/** The questions in their order. @param folderName what a system is called where nobody says */
export function questionsFor(folderName: string): Question[] {
  return [
    { key: 'name', text: 'Name of the system', fallback: () => labelOf(folderName), problem: by(dnsLabel()) },
    {
      key: 'image',
      text: 'Image of the web service, with its tag',
      fallback: ({ name }) => `registry.example.com/${name}/web:1.0.0`,
      problem: by(imageReference()),
    },
    { key: 'port', text: 'Port that it listens on', fallback: () => '8080', problem: by(port(), Number) },
    {
      key: 'with',
      text: `What it needs, out of ${parts.join(', ')}, or none`,
      fallback: () => 'database',
      problem: (answer) => {
        const wrong = wordsOf(answer).filter((word) => !parts.includes(word as Part));
        return wrong.length === 0
          ? undefined
          : `'${wrong.join("', '")}' is not known, allowed: ${parts.join(', ')}, none`;
      },
    },
    {
      key: 'domain',
      text: 'Public domain of production',
      fallback: ({ name }) => `${name}.example.com`,
      problem: by(hostname()),
    },
  ];
}

/** The questions that remain where a Compose file says what there is. */
export function questionsBeside(folderName: string): Question[] {
  return questionsFor(folderName).filter(({ key }) => key === 'name' || key === 'domain');
}

/** Answers in the form that plans take. @throws ProblemsError with all that are impossible, by their options */
export function readAnswers(questions: readonly Question[], given: GivenAnswers): Answers {
  const said: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const { key, fallback, problem } of questions) {
    said[key] = given[key] ?? fallback(said);
    const wrong = problem(said[key]);
    if (wrong !== undefined) problems.push({ where: `--${key}`, message: wrong });
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  const { name = '', domain = '', image = '', port: number = 0, with: words = '' } = said;
  return { name, domain, image, port: Number(number), with: wordsOf(words) as Part[] };
}

function wordsOf(answer: string): string[] {
  return answer.split(/[\s,]+/).filter((word) => word !== '' && word !== 'none');
}

/** A name of a folder as a DNS label. */
export function labelOf(name: string): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return label === '' ? 'shop' : label;
}
