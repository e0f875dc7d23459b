import type { KindRegistry } from '../kubernetes';
import type { KubectlOptions } from './kubectl';
import type { LineListener } from './transcript';

/** What every command takes that reads one environment of the output and talks to a cluster. */
export interface ClusterCommandOptions {
  readonly environment: string;
  /** Folder of the output. @default 'dist' */
  readonly dist?: string | undefined;
  /** @default - kubectl of the PATH, current context */
  readonly kubectl?: KubectlOptions | undefined;
  /** Hears each line of the report. @default - nobody */
  readonly onLine?: LineListener | undefined;
}

/** What those take beside that apply objects and wait for them. */
export interface RolloutCommandOptions extends ClusterCommandOptions {
  /** Longest wait for one step, in seconds. @default - 600 for `apply`, 180 for `e2e` */
  readonly timeout?: number | undefined;
  /** Seconds between two looks at what is waited for. @default 2 */
  readonly pollSeconds?: number | undefined;
  /** Kinds that objects may have, beside those that the output defines. @default - those that the library knows */
  readonly kinds?: KindRegistry | undefined;
}
