import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Folder of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

// The library's own view: its versions of cdk8s and js-yaml.
const require = createRequire(`${root}src/package.json`);

/** A compiled module of the library, or one of its dependencies. */
export function load(path) {
  return require(path);
}

/** The repository's project, with the folder of its environments. */
export function project() {
  return { ...require(`${root}charts/lib/project.js`).project, environments: `${root}environments` };
}

/** Seconds of CPU time, all threads of this process, since the last call. */
export function stopwatch() {
  let before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    return (user + system) / 1e6;
  };
}

/** Name and namespace of one copy. */
export function copyName(number) {
  return `zamperla-${String(number).padStart(4, '0')}`;
}

/**
 * The production environment with its platform and as many copies of Zamperla, not rendered yet.
 * @param changed share of the copies (0 to 1) that have other images of UI, BackEnd and Data
 */
export function buildCopies(copies, changed = 0) {
  const { EnvironmentRoot } = load('cdk8s-tiers');
  const { readEnvironments } = load(`${root}src/lib/project`);
  const { Zamperla } = load('@cdk8s-tiers/zamperla');
  const { systems, environments } = project();
  const [environment] = readEnvironments({ systems, environments }, ['production']);
  const lap = stopwatch();
  const tree = EnvironmentRoot.standalone(environment);
  systems.find(({ name }) => name === 'platform').build(tree, environment.systems.platform);
  const settings = environment.systems.zamperla;
  const images = Object.entries(settings.images).map(([tier, image]) => [tier, `${image}-next`]);
  const next = { ...settings, images: Object.fromEntries(images) };
  for (let number = 1; number <= copies; number++) {
    const name = copyName(number);
    const isChanged = Math.floor(number * changed) > Math.floor((number - 1) * changed);
    new Zamperla(tree, name, { ...(isChanged ? next : settings), namespace: name, host: name });
  }
  return { tree, seconds: lap() };
}
