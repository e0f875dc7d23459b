import { ProblemsError } from '../problem';

/** What a command did, and the code it ends with. */
export interface CommandResult {
  /** 0 done; 1 its own negative outcome; 2 bad input. */
  readonly exitCode: 0 | 1 | 2;
  /** Everything that was said, as lines. */
  readonly output: string;
}

/** Hears each line at once, for commands that take minutes. */
export type LineListener = (line: string, stream: 'out' | 'error') => void;

/** Collects what a command says: one story in one stream, only wrong input goes to the other one. */
export class Transcript {
  private readonly lines: string[] = [];

  constructor(private readonly listener: LineListener = () => undefined) {}

  say(...lines: readonly string[]): void {
    for (const line of lines) this.add(line, 'out');
  }

  /** Runs a command to its exit code; wrong input is told and ends with 2. */
  async of(work: () => Promise<0 | 1>): Promise<CommandResult> {
    try {
      return this.result(await work());
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      for (const { where, message } of error.problems) this.add(`error: ${where}: ${message}`, 'error');
      return this.result(2);
    }
  }

  private result(exitCode: CommandResult['exitCode']): CommandResult {
    return { exitCode, output: this.lines.map((line) => `${line}\n`).join('') };
  }

  private add(text: string, stream: 'out' | 'error'): void {
    for (const line of text.split('\n')) {
      this.lines.push(line);
      this.listener(line, stream);
    }
  }
}

/** Writes lines to the terminal as they come. */
export const toTerminal: LineListener = (line, stream) => {
  (stream === 'error' ? process.stderr : process.stdout).write(`${line}\n`);
};
