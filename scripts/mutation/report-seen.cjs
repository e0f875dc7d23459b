beforeAll(() => globalThis.mutationLoaded());
afterAll(() => globalThis.mutationReport(expect.getState().testPath));
