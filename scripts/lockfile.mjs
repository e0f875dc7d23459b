// Completes package-lock.json with the optional packages of other platforms: a registry that lacks them makes npm leave
// them out, and `npm ci` then refuses the file on those platforms, and with npm 11 everywhere.
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** The packages that a lock file should have and lacks: path to entry. */
export function missingPackages(lock) {
  const missing = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isResolved(lock, path, name)) continue;
      const version = /\d+\.\d+\.\d+[\w.-]*/.exec(range)?.[0];
      if (!version) throw new Error(`${path}: no version in '${range}' of optional package '${name}'`);
      missing[`node_modules/${name}`] = {
        version,
        optional: true,
        ...platformOf(name),
        ...(entry.dev && { dev: true }),
      };
    }
  }
  return missing;
}

// As Node resolves: beside the package that asks, then in each folder above it.
function isResolved(lock, from, name) {
  for (let folder = from; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder}/node_modules/${name}`]) return true;
  }
  return `node_modules/${name}` in lock.packages;
}

function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }) };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const path = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const missing = missingPackages(lock);
  if (process.argv.includes('--check')) {
    for (const name of Object.keys(missing)) console.error(`missing in package-lock.json: ${name}`);
    process.exitCode = Object.keys(missing).length > 0 ? 1 : 0;
  } else {
    const packages = { ...lock.packages, ...missing };
    lock.packages = Object.fromEntries(
      Object.keys(packages)
        .sort()
        .map((key) => [key, packages[key]]),
    );
    writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
    console.log(`${Object.keys(missing).length} packages of other platforms added`);
  }
}
