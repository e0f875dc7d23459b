import { readFileSync, rmSync, statSync } from 'node:fs';
import { environments, rendered, Secrets } from './manifests';
import { RenderedPod, type Workload } from './pod';

/** The init container of the broker, run where the pod has its volumes. */
describe.each(environments)('prepare.sh of %s', (environment) => {
  const output = rendered(environment);
  let secrets: Secrets;
  let pod: RenderedPod;
  beforeEach(() => {
    secrets = new Secrets(output);
    pod = RenderedPod.of(output, output.object<Workload>('StatefulSet', 'rabbitmq'), secrets);
  });
  afterEach(() => pod.remove());

  const users = [
    'data',
    'data-postprocessor',
    'data-reporter',
    'data-sftp-downloader',
    'definitions',
    'monitoring',
    'operator',
  ];
  const definitions = () => readFileSync(pod.path('definitions', 'definitions.json'), 'utf8');
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

  test('puts every password where it belongs and changes nothing else', async () => {
    expect(await pod.run('prepare')).toEqual({ code: 0, stdout: '', stderr: '' });
    const template = JSON.parse(output.file('rabbitmq-definitions', 'definitions.json'));
    const passwords = users.map((name) => [name, secrets.value(`rabbitmq-user-${name}`, 'password')]);
    const filled = JSON.parse(definitions());
    expect(filled.users.map((user: { name: string; password: string }) => [user.name, user.password])).toEqual(
      passwords,
    );
    expect({ ...filled, users: [] }).toEqual({ ...template, users: [] });
    expect(new Set(passwords.map(([, password]) => password)).size).toBe(users.length);
  });

  test('leaves definitions and cookie readable by the broker alone', async () => {
    await pod.mustRun('prepare');
    expect(mode(pod.path('definitions', 'definitions.json'))).toBe('600');
    const cookie = pod.path('home', '.erlang.cookie');
    expect(readFileSync(cookie, 'utf8')).toBe(secrets.value('rabbitmq-erlang-cookie', 'cookie'));
    expect(['400', '600']).toContain(mode(cookie));
  });

  test('runs again over what it left: a container of a pod may start twice', async () => {
    await pod.mustRun('prepare');
    const before = definitions();
    expect(await pod.run('prepare')).toMatchObject({ code: 0, stderr: '' });
    expect(definitions()).toBe(before);
  });

  test('calls no program but chmod, so that no password can be an argument', async () => {
    pod.folder.write('programs/chmod', '#!/bin/bash\necho "chmod $*"\n', 0o755);
    const command = ['/usr/bin/env', 'PATH=/programs', '/bin/bash', '/etc/rabbitmq-template/prepare.sh'];
    const outcome = await pod.run('prepare', { command, mounts: { '/programs': 'programs' } });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^chmod 0[46]00 \/var\/lib\/rabbitmq\/\.erlang\.cookie\n$/);
  });

  test.each([
    ['a quote', 'abc"defgh'],
    ['a backslash', 'abc\\defgh'],
    ['a space', 'abcd efgh'],
    ['a comment sign', 'abcd#efgh'],
    ['a line break', 'abcd\nefgh'],
    ['a letter with an accent', 'abcdéfgh'],
    ['seven characters', 'abcdefg'],
    ['nothing', ''],
    ['another placeholder', '{{password:monitoring}}'],
  ])('refuses a password with %s, and says whose', async (_title, password) => {
    secrets.set('rabbitmq-user-data-reporter', 'password', password);
    pod.refill();
    expect(await pod.run('prepare')).toEqual({
      code: 65,
      stdout: '',
      stderr:
        "password of user 'data-reporter' has characters other than letters and digits, or fewer than 8: replace it in its Secret\n",
    });
    expect(definitions).toThrow('ENOENT');
  });

  test.each(users)('refuses to go on without the password of %s', async (user) => {
    rmSync(pod.path('users', user));
    expect(await pod.run('prepare')).toEqual({
      code: 65,
      stdout: '',
      stderr: `no password for user '${user}': its Secret is missing from the mounted ones\n`,
    });
    expect(definitions).toThrow('ENOENT');
  });

  test('a final line break of a password does not count', async () => {
    const password = secrets.value('rabbitmq-user-data', 'password');
    secrets.set('rabbitmq-user-data', 'password', `${password}\n`);
    pod.refill();
    expect(await pod.run('prepare')).toMatchObject({ code: 0 });
    expect(JSON.parse(definitions()).users[0]).toMatchObject({ name: 'data', password });
  });
});
