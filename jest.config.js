/** Sources are compiled by swc; packages resolve to their sources, so there is one instance of each. */
const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/.*/lib/', '<rootDir>/.cache/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^cdk8s-tiers$': '<rootDir>/src/index.ts',
    '^cdk8s-tiers/(checks|cli|kit|observability)$': '<rootDir>/src/entries/$1.ts',
    '^cdk8s-tiers/testing$': '<rootDir>/src/testing/index.ts',
    '^cdk8s-tiers/testing/jest$': '<rootDir>/src/testing/jest.ts',
    '^@cdk8s-tiers/imports/(.*)$': '<rootDir>/imports/$1.ts',
    '^@cdk8s-tiers/(platform|zamperla)$': '<rootDir>/charts/$1/index.ts',
  },
};
/** What needs real servers has a configuration of its own. */
const servers = ['<rootDir>/test/servers/', '<rootDir>/test/cluster/server/'];

/** The daily loop: everything that starts neither npm, git, tsc nor cdk8s-cli. */
const unit = {
  ...base,
  displayName: 'unit',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '\\.process\\.test\\.ts$', ...servers],
  setupFilesAfterEnv: ['<rootDir>/test/runs/unit.ts'],
};

/** What starts programs, and uses the compiled packages. */
const processes = {
  ...base,
  displayName: 'processes',
  testMatch: ['**/*.process.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...servers],
  globalSetup: '<rootDir>/test/runs/compile.ts',
};

module.exports = { projects: [unit, processes] };
