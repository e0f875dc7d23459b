// Chooses which faults are planted: by chance, but the same ones for one seed.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { sitesOf } = require('./sites.cjs');

/** Sources below a folder, as paths from the root. */
function sourcesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory())
        return ['lib', 'node_modules', 'assets'].includes(entry.name) ? [] : sourcesIn(root, path);
      return path.endsWith('.ts') ? [path] : [];
    })
    .sort();
}

/** The folder that a source counts for: `src/tiers`, `charts/platform`, or `src` for a file of its own. */
function folderOf(path) {
  return path
    .split('/')
    .slice(0, path.split('/').length > 2 ? 2 : 1)
    .join('/');
}

/** Numbers from 0 to 1, the same for one seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shares a count by weights: every one gets something, what is left goes to the largest rests. */
function shares(count, weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (count * weight) / total);
  const given = exact.map((share) => Math.max(1, Math.floor(share)));
  const byRest = exact.map((share, index) => [share - given[index], index]).sort(([a], [b]) => b - a);
  let left = count - given.reduce((sum, share) => sum + share, 0);
  for (let turn = 0; left > 0; turn++, left--) given[byRest[turn % byRest.length][1]]++;
  return given;
}

/** Lists of sites, one for each operator. */
function grouped(sites) {
  const groups = new Map();
  for (const site of sites) groups.set(site.operator, [...(groups.get(site.operator) ?? []), site]);
  return [...groups.values()];
}

/**
 * Faults out of all sources, folders by their lines. Within a folder every operator has the same chance, so that what is common
 * (keys, comparisons) does not push out what is rare.
 *
 * @param {{ root: string, folders: readonly string[], seed: number, count: number }} options `folders`: only what is below them
 */
function choose({ root, folders, seed, count }) {
  const paths = ['src', 'charts'].flatMap((folder) => sourcesIn(root, folder));
  const wanted = paths.filter((path) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`)));
  const byFolder = new Map();
  for (const path of wanted) {
    const source = readFileSync(join(root, path), 'utf8');
    const folder = byFolder.get(folderOf(path)) ?? { lines: 0, sites: [] };
    byFolder.set(folderOf(path), folder);
    folder.lines += source.split('\n').length;
    folder.sites.push(...sitesOf(source).map((site) => ({ path, ...site })));
  }
  const usable = [...byFolder.values()].filter(({ sites }) => sites.length > 0);
  const random = randomOf(seed);
  const pick = (list) => list.splice(Math.floor(random() * list.length), 1)[0];
  const chosen = shares(
    count,
    usable.map(({ lines }) => lines),
  ).flatMap((share, index) => {
    const byOperator = grouped(usable[index].sites);
    const found = [];
    while (found.length < share && byOperator.length > 0) {
      const turn = Math.floor(random() * byOperator.length);
      found.push(pick(byOperator[turn]));
      if (byOperator[turn].length === 0) byOperator.splice(turn, 1);
    }
    return found;
  });
  return chosen.map((site, id) => ({ id, ...site }));
}

module.exports = { choose, folderOf };
