import { runProgram, runProgramNow } from '../src/program';

const node = [process.execPath, '-e'];

describe.each([
  [
    'to its end',
    async (script: string, options = {}) => runProgram(node, [script], options),
    (file: string, directory?: string) => runProgram([file], [], { directory }),
  ],
  [
    'at once',
    async (script: string, options = {}) => {
      const { code, stdout, stderr } = runProgramNow(node, [script], { limit: 1000, ...options });
      return { code, stdout: stdout.toString('utf8'), stderr };
    },
    async (file: string, directory?: string) => runProgramNow([file], [], { limit: 1000, directory }),
  ],
])('a program run %s', (_name, run, start) => {
  test('reads its input, says what it has to say, and ends with its code', async () => {
    const echo = 'process.stdin.pipe(process.stdout); console.error("ü"); process.exitCode = 3;';
    expect(await run(echo, { input: 'ä' })).toEqual({ code: 3, stdout: 'ä', stderr: 'ü\n' });
  });

  test('may end before it has read everything', async () => {
    expect((await run('process.exit(5)', { input: 'x'.repeat(1_000_000) })).code).toBe(5);
  });

  test('runs in its folder and environment', async () => {
    const told = await run('console.log(process.cwd(), process.env.GREETING)', {
      directory: '/',
      environment: { GREETING: 'hello' },
    });
    expect(told).toEqual({ code: 0, stdout: '/ hello\n', stderr: '' });
  });

  test('is ended when it gives no answer, and keeps what it said', async () => {
    const told = await run('console.error("begun"); setInterval(() => undefined, 1000)', { timeoutSeconds: 2 });
    expect(told).toEqual({ code: 124, stdout: '', stderr: 'begun\nno answer for 2 s\n' });
  });

  test('that is not installed is told with the way out', async () => {
    await expect(start('/nowhere/jq')).rejects.toThrow(
      '/nowhere/jq: there is no such program; install jq or put it on the PATH',
    );
  });

  test('can not run in a folder that is not there', async () => {
    await expect(start(process.execPath, '/nowhere')).rejects.toThrow(
      '/nowhere: there is no such folder to run node in',
    );
  });
});

test('a program that does not end when it is asked to is ended anyhow', async () => {
  const stubborn = 'process.on("SIGTERM", () => console.log("no")); setInterval(() => undefined, 1000)';
  const { code, stdout } = await runProgram(node, [stubborn], { timeoutSeconds: 2 });
  expect({ code, stdout }).toEqual({ code: 124, stdout: 'no\n' });
}, 15_000);

test('a program that says more than is read is told', () => {
  expect(() => runProgramNow(node, ['console.log("x".repeat(5000))'], { limit: 1000 })).toThrow(
    `${process.execPath}: says more than is read; name a smaller part`,
  );
});
