const root = require('../../jest.config.js');

/** Tests that need real servers: unpacked by test/servers/install, run one or two at a time. */
module.exports = {
  ...root,
  rootDir: '../..',
  roots: ['<rootDir>/test/servers'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/test/servers/support/announce.ts',
  maxWorkers: 2,
  testTimeout: 120_000,
};
