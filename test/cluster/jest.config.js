const { projects } = require('../../jest.config.js');

const { rootDir, testEnvironment, modulePathIgnorePatterns, transform, moduleNameMapper } = projects[0];

/** Tests with a real API server: its programs come by test/cluster/install. */
module.exports = {
  rootDir,
  testEnvironment,
  modulePathIgnorePatterns,
  transform,
  moduleNameMapper,
  roots: ['<rootDir>/test/cluster/server'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/cluster/server/support/announce.ts',
  maxWorkers: 2,
  testTimeout: 300_000,
};
