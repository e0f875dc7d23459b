import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { GivenAnswers, Question } from './answers';

/** Asks what has not been said; an empty line takes what is offered, an impossible answer is asked for again. */
export async function ask(
  questions: readonly Question[],
  given: GivenAnswers,
  terminal: { readonly input: Readable; readonly output: Writable },
): Promise<GivenAnswers> {
  const said: Record<string, string> = {};
  const lines = createInterface({ ...terminal, terminal: false });
  const answers = lines[Symbol.asyncIterator]();
  try {
    for (const { key, text, fallback, problem } of questions) {
      const known = given[key];
      if (known !== undefined) {
        said[key] = known;
        continue;
      }
      const offered = fallback(said);
      for (;;) {
        terminal.output.write(`${text} (${offered}): `);
        const { value, done } = await answers.next();
        // Whoever ends the input wants no more questions.
        const answer = done ? offered : value.trim() || offered;
        said[key] = answer;
        const wrong = problem(answer);
        if (wrong === undefined || done) break;
        terminal.output.write(`${wrong}\n`);
      }
    }
  } finally {
    lines.close();
  }
  return said;
}
