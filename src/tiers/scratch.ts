import { bytesOf, formatSize, type Mount, type Resources, sizeProblem, Volume } from '../kubernetes';
import type { Scratch } from './container-settings';

type Given = readonly (string | Scratch)[];

const tmp = '/tmp';

/** Folders to write to, /tmp always among them. @param prefix of the volumes' names */
export function scratchMounts(given: Given = [], prefix = ''): Mount[] {
  const folders = given.map(asScratch);
  const all = folders.some(({ path }) => path === tmp) ? folders : [{ path: tmp }, ...folders];
  return all.map((folder) => {
    const name = folder.path === tmp ? 'tmp' : `scratch-${folders.indexOf(folder)}`;
    return {
      volume: Volume.scratch(`${prefix}${name}`, { limit: folder.size, memory: folder.memory }),
      path: folder.path,
    };
  });
}

/** What is wrong with their sizes. @param resources of the container, whose memory those in memory are part of */
export function scratchProblems(given: Given = [], { memory: limit }: Resources): string[] {
  return given.map(asScratch).flatMap(({ path, size, memory }) => {
    if (!size) return [];
    const empty = sizeProblem(`size of scratch folder '${path}'`, size);
    if (empty) return [empty];
    return memory && bytesOf(size) > bytesOf(limit)
      ? [
          `scratch folder '${path}' of ${formatSize(size)} in memory is more than the memory of its container, ${formatSize(limit)}: make it smaller, or raise \`memory\``,
        ]
      : [];
  });
}

function asScratch(given: string | Scratch): Scratch {
  return typeof given === 'string' ? { path: given } : given;
}
