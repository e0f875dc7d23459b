import { Size } from 'cdk8s';
import { bytesOf, formatSize, sizeProblem } from '../../kubernetes';

/** What containers get of a runtime that is not told. */
const runtimeShare = Size.mebibytes(64);

/** Memory of a server, and what is said of it. */
export interface ServerMemory {
  readonly memory: Size;
  readonly sharedMemory: Size | undefined;
}

/** Arguments of the server: its settings, with the library's where nothing is said. */
export function serverArguments(memory: Size, settings: Readonly<Record<string, string>> = {}): string[] {
  const shared_buffers = `${Math.floor(quarterOf(memory).toMebibytes())}MB`;
  return Object.entries({ shared_buffers, ...settings }).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

/**
 * Shared memory of parallel queries. A runtime gives 64 MB, in which they fail once they hash more. A quarter of the memory, beside
 * the quarter of shared_buffers, leaves the rest to connections: a query that wants more fails by itself, not the server.
 */
export function sharedMemoryOf({ memory, sharedMemory }: ServerMemory): Size {
  const quarter = quarterOf(memory);
  return sharedMemory ?? (bytesOf(quarter) > bytesOf(runtimeShare) ? quarter : runtimeShare);
}

/** What is wrong with the shared memory that is asked for, or `undefined`. */
export function sharedMemoryProblem({ memory, sharedMemory }: ServerMemory): string | undefined {
  if (!sharedMemory) return undefined;
  const wrong = sizeProblem('sharedMemory', sharedMemory);
  if (wrong) return wrong;
  if (bytesOf(sharedMemory) < bytesOf(memory)) return undefined;
  return `sharedMemory of ${formatSize(sharedMemory)} is part of the memory of ${formatSize(memory)} and leaves nothing of it: make it smaller, or raise \`memory\``;
}

/** A quarter of the memory, for shared_buffers the PostgreSQL manual's advice for a server of its own. */
function quarterOf(memory: Size): Size {
  return Size.mebibytes(Math.floor(bytesOf(memory) / 4 / 1024 / 1024));
}
