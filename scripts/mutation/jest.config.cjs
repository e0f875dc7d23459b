const { projects } = require('../../jest.config.js');

const [{ rootDir, testEnvironment, roots, modulePathIgnorePatterns, transform, moduleNameMapper }] = projects;
const [[pattern, [, options]]] = Object.entries(transform);

/** All tests that compile the sources, with `MUTATION_PLAN` put into these. What uses the compiled packages sees no fault. */
module.exports = {
  rootDir,
  testEnvironment,
  roots,
  modulePathIgnorePatterns,
  moduleNameMapper,
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/(servers|packages|bench|imports|architecture|runs)/',
    'test/mutation/',
  ],
  transform: { [pattern]: ['<rootDir>/scripts/mutation/transformer.cjs', options] },
  // Several runs share the processors; what never ends is ended from outside.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/scripts/mutation/in-order.cjs',
  ...(process.env.MUTATION_SEEN !== undefined && {
    setupFiles: ['<rootDir>/scripts/mutation/seen.cjs'],
    setupFilesAfterEnv: ['<rootDir>/scripts/mutation/report-seen.cjs'],
  }),
};
