const { projects } = require('../../jest.config.js');

const { rootDir, testEnvironment, modulePathIgnorePatterns, transform, moduleNameMapper } = projects[0];

/** Tests that need real servers: unpacked by test/servers/install, run one or two at a time. */
module.exports = {
  rootDir,
  testEnvironment,
  modulePathIgnorePatterns,
  transform,
  moduleNameMapper,
  roots: ['<rootDir>/test/servers'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/servers/support/announce.ts',
  maxWorkers: 2,
  testTimeout: 120_000,
};
