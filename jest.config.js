/** Sources are compiled by swc; packages resolve to their sources, so there is one instance of each. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/servers/'],
  modulePathIgnorePatterns: ['<rootDir>/.*/lib/', '<rootDir>/.cache/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^cdk8s-tiers$': '<rootDir>/src/index.ts',
    '^cdk8s-tiers/testing$': '<rootDir>/src/testing/index.ts',
    '^cdk8s-tiers/testing/jest$': '<rootDir>/src/testing/jest.ts',
    '^@cdk8s-tiers/imports/(.*)$': '<rootDir>/imports/$1.ts',
    '^@cdk8s-tiers/(platform|zamperla)$': '<rootDir>/charts/$1/index.ts',
  },
};
