// Writes down which probes a test file runs, and how long it takes.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const seen = new Set();
globalThis.mutationSeen = (id) => seen.add(id);
globalThis.mutationReport = (file) => {
  const { MUTATION_SEEN: folder } = process.env;
  writeFileSync(join(folder, `${file.replaceAll(/[^\w.]/g, '-')}.json`), JSON.stringify({ file, ids: [...seen] }));
};
