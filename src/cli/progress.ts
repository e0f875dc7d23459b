import type { SingleBar } from 'cli-progress';

const quietMilliseconds = 1000;

/** A progress line for people who wait: on a terminal only, and only when the work takes a while. */
export class Progress {
  private bar: SingleBar | undefined;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {}

  /** Does the work, which tells of each part that is done, and takes the line away at the end. */
  during<T>(work: (step: (name: string, total: number) => void) => T): T {
    const started = performance.now();
    let done = 0;
    try {
      return work((name, total) => {
        done += 1;
        if (this.stream.isTTY && performance.now() - started >= quietMilliseconds) this.show(name, done, total);
      });
    } finally {
      this.bar?.stop();
    }
  }

  private show(name: string, done: number, total: number): void {
    if (!this.bar) {
      const format = '{bar} {value}/{total} {name}';
      // Loaded where it is seen: most runs are too short for it.
      const progress: typeof import('cli-progress') = require('cli-progress');
      this.bar = new progress.SingleBar({ format, stream: this.stream, clearOnComplete: true, hideCursor: true });
      this.bar.start(total, done, { name });
    }
    this.bar.update(done, { name });
    // The work never gives the bar's own timer a turn.
    this.bar.render();
  }
}
