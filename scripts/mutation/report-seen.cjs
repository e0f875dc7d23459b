afterAll(() => globalThis.mutationReport(expect.getState().testPath));
