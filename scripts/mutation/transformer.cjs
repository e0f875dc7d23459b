// The transformer of the tests, with faults or probes put into the sources in memory: no file is touched.
const { readFileSync } = require('node:fs');
const { relative } = require('node:path');
const { createTransformer } = require('@swc/jest');
const { plant, probed } = require('./sites.cjs');

/** What this run puts where: `{ probe, sites }`, written by scripts/mutate.mjs. */
const plan = JSON.parse(readFileSync(process.env.MUTATION_PLAN, 'utf8'));

module.exports = {
  createTransformer(options) {
    const inner = createTransformer(options);
    const changed = (source, file, { config }) => {
      const sites = plan.sites.filter(({ path }) => path === relative(config.rootDir, file));
      if (sites.length === 0) return source;
      return plan.probe ? probed(source, sites) : sites.reduce(plant, source);
    };
    return {
      ...inner,
      process: (source, file, given) => inner.process(changed(source, file, given), file, given),
      getCacheKey: (source, file, given) => inner.getCacheKey(changed(source, file, given), file, given),
    };
  },
};
