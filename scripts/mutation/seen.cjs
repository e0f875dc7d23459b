// Writes down which probes a test file runs: in its tests, and while it is loaded.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const seen = { loading: new Set(), testing: new Set() };
let phase = seen.loading;
globalThis.mutationSeen = (id) => phase.add(id);
globalThis.mutationLoaded = () => {
  phase = seen.testing;
};
globalThis.mutationReport = (file) => {
  const path = join(process.env.MUTATION_SEEN, `${file.replaceAll(/[^\w.]/g, '-')}.json`);
  writeFileSync(path, JSON.stringify({ file, testing: [...seen.testing], loading: [...seen.loading] }));
};
