import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { type PublishOptions, runPublish } from '../../src/publish';
import { claim, configMap, sampleFiles, Workshop } from './repositories';

let shop: Workshop;
beforeEach(() => {
  shop = new Workshop();
});
afterEach(() => shop.remove());

const publish = (more: Partial<PublishOptions> = {}) =>
  runPublish({ environment: 'local', repository: shop.bare, dist: shop.dist, ...more });

/** Publishes something else than what is there, so that there is a commit to be made. */
function changeOutput(greeting = 'hi'): void {
  shop.writeOutput({ ...sampleFiles(), 'shop-app/configmap.words.yaml': [configMap('words', { greeting })] });
}

const withClaim = (storage?: string) => ({
  ...sampleFiles(),
  'shop-app/persistentvolumeclaim.data.yaml': [claim(storage)],
});
const folder = 'clusters/local';
const ours = [
  '.cdk8s-tiers.json',
  'apps/application.namespaces.yaml',
  'apps/application.shop-app.yaml',
  'bootstrap.yaml',
  'namespaces/namespace.shop.yaml',
  'shop-app/configmap.settings.yaml',
  'shop-app/configmap.words.yaml',
].map((path) => `${folder}/${path}`);

describe('publishing', () => {
  test('the first time, to an empty repository, puts the whole folder where the Applications read it', async () => {
    const { exitCode, output } = await publish();
    expect(output).toMatch(
      /published to \S+gitops.git main, folder clusters\/local, as \w{10}: 7 added \(6 files written, 0 removed\)\n$/,
    );
    expect(exitCode).toBe(0);
    expect(shop.files()).toEqual(ours);
    const own = join(shop.dist, 'local', 'shop-app', 'configmap.words.yaml');
    expect(shop.read(`${folder}/shop-app/configmap.words.yaml`)).toBe(readFileSync(own, 'utf8'));
    expect(JSON.parse(shop.read(`${folder}/.cdk8s-tiers.json`))).toMatchObject({ version: 1, environment: 'local' });
  });

  test('a second time, with nothing to do, makes no commit', async () => {
    await publish();
    const { exitCode, output } = await publish();
    expect(output).toBe(`nothing to do: ${shop.bare} main, folder clusters/local holds 6 files as they are\n`);
    expect(exitCode).toBe(0);
    expect(shop.commits).toEqual(['local: 7 added']);
  });

  test('a change writes what changes and its verdicts into the commit message', async () => {
    shop.writeOutput(withClaim('1Gi'));
    await publish();
    shop.writeOutput({
      ...withClaim('2Gi'),
      'shop-app/configmap.words.yaml': [configMap('words', { greeting: 'hi' })],
    });
    await publish();
    expect(shop.git('.', '-C', shop.bare, 'log', '-1', '--format=%B', 'main').trim().split('\n')).toEqual([
      'local: 2 changed',
      '',
      expect.stringMatching(/^OK ConfigMap shop\/words data.greeting: /),
      expect.stringMatching(/^OK PersistentVolumeClaim shop\/data spec.resources.requests.storage: /),
    ]);
  });

  test('what the output no longer holds is removed, what others keep in the folder stays', async () => {
    await publish();
    shop.commit({
      [`${folder}/shop-app/kept.txt`]: 'a note\n',
      [`${folder}/broken.yaml`]: '{{ not: yaml',
      'README.md': 'hello\n',
    });
    const { 'shop-app/configmap.words.yaml': _, ...rest } = sampleFiles();
    shop.writeOutput(rest);
    const { exitCode, output } = await publish();
    expect(output).toContain('1 removed (0 files written, 1 removed)\n');
    expect(exitCode).toBe(0);
    expect(shop.files()).toEqual(
      [
        'README.md',
        `${folder}/broken.yaml`,
        `${folder}/shop-app/kept.txt`,
        ...ours.filter((path) => !path.endsWith('words.yaml')),
      ].sort(),
    );
    expect(shop.read('README.md')).toBe('hello\n');
  });

  test('what Argo CD asks a person for before it deletes it is told with the commands that answer, by a dry run too', async () => {
    const guarded = (name: string, prune = 'Prune=confirm,Delete=confirm') => {
      const { metadata, ...rest } = configMap(name, {});
      return { ...rest, metadata: { ...metadata, annotations: { 'argocd.argoproj.io/sync-options': prune } } };
    };
    shop.writeOutput({
      ...sampleFiles(),
      'shop-app/configmap.work.yaml': [guarded('work')],
      'shop-app/configmap.queue.yaml': [guarded('queue', 'Delete=confirm, Prune=confirm')],
      'shop-app/configmap.claims.yaml': [guarded('claims', 'Prune=false')],
      'shop-app/configmap.stays.yaml': [guarded('stays')],
    });
    await publish();
    shop.writeOutput({ ...sampleFiles(), 'shop-app/configmap.stays.yaml': [guarded('stays')] });
    const told = `Argo CD asks a person before it deletes what follows; until somebody answers, the sync of its Application waits and takes no other commit, not even a revert

  shop-app: ConfigMap shop/queue, ConfigMap shop/work
    to delete: argocd app confirm-deletion shop-app
           or: kubectl annotate application shop-app -n argocd --overwrite argocd.argoproj.io/deletion-approved=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    to keep: publish the output with it again, then argocd app terminate-op shop-app

`;
    expect((await publish({ dryRun: true })).output).toContain(`\n${told}would publish to `);
    expect((await publish()).output).toContain(`\n${told}published to `);
    shop.writeOutput({ ...sampleFiles(), 'shop-app/configmap.stays.yaml': [guarded('stays', 'Prune=false')] });
    expect((await publish()).output).not.toContain('Argo CD asks');
  }, 30_000);

  test('a dry run pushes nothing', async () => {
    const { exitCode, output } = await publish({ dryRun: true });
    expect(output).toContain(`would publish to ${shop.bare} main, folder clusters/local: 6 files written, 0 removed\n`);
    expect(exitCode).toBe(0);
    expect(() => shop.commits).toThrow(/unknown revision|does not have any commits/);
  });

  test('leaves no folders of its own behind', async () => {
    const temporary = join(shop.root, 'temporary');
    mkdirSync(temporary);
    const spy = jest.spyOn(os, 'tmpdir').mockReturnValue(temporary);
    try {
      await publish();
      await publish({ branch: 'other' });
      expect(spy).toHaveBeenCalled();
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      spy.mockRestore();
    }
  });
});

describe('when somebody else pushes at the same time', () => {
  test('the commit is made anew on top of theirs, once', async () => {
    await publish();
    changeOutput();
    // The remote takes another commit just before it looks at ours.
    shop.git('.', 'clone', '-q', shop.bare, join(shop.root, 'rival'));
    writeFileSync(join(shop.root, 'rival', 'theirs.txt'), 'theirs\n');
    shop.git('rival', 'add', '.');
    shop.git('rival', 'commit', '-q', '-m', 'theirs');
    shop.hook(`test -e "${shop.root}/once" && exit 0; touch "${shop.root}/once"
unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_DIR
git -C "${shop.root}/rival" push -q origin HEAD:main`);
    const { exitCode, output } = await publish();
    expect(output).toContain(', on top of what somebody else has pushed meanwhile\n');
    expect(exitCode).toBe(0);
    expect(shop.commits).toEqual(['local: 1 changed', 'theirs', 'local: 7 added']);
    expect(shop.read('theirs.txt')).toBe('theirs\n');
    expect(shop.read(`${folder}/shop-app/configmap.words.yaml`)).toContain('greeting: hi');
  });

  test('a second rejection ends the run, and nothing is forced', async () => {
    await publish();
    changeOutput();
    shop.git('.', 'clone', '-q', shop.bare, join(shop.root, 'rival'));
    shop.hook(`unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_DIR
test -e "${shop.root}/busy" && exit 0; touch "${shop.root}/busy"
cd "${shop.root}/rival" && git commit -q --allow-empty -m theirs && git push -q origin HEAD:main; rm "${shop.root}/busy"`);
    const { exitCode, output } = await publish();
    expect(output).toBe(`rejected 2 times, somebody else pushes to ${shop.bare} right now: run it again\n`);
    expect(exitCode).toBe(1);
    expect(shop.commits).toEqual(['theirs', 'theirs', 'local: 7 added']);
  });
});

describe('changes that destroy', () => {
  beforeEach(async () => {
    shop.writeOutput(withClaim());
    await publish();
    shop.writeOutput(sampleFiles());
  });

  test('stop it, and say what to do', async () => {
    const { exitCode, output } = await publish();

    expect(output).toContain('BLOCK: data or work is destroyed');
    expect(output).toContain('PersistentVolumeClaim shop/data');
    expect(output).toContain(`main: ${folder}/shop-app/persistentvolumeclaim.data.yaml:`);
    expect(output).toMatch(/blocked: follow the safe procedure, or acknowledge .*; nothing was published\n$/);
    expect(exitCode).toBe(1);
    expect(shop.commits).toEqual(['local: 8 added']);
  });

  test('pass with an acknowledgement that names the object and the reason', async () => {
    const acknowledgements = join(shop.root, 'acknowledgements.yaml');
    writeFileSync(
      acknowledgements,
      'acknowledgements:\n  - object: PersistentVolumeClaim shop/data\n    environment: local\n    reason: moved to the object store\n',
    );
    const { exitCode } = await publish({ acknowledgements });
    expect(exitCode).toBe(0);
    const message = shop.git('.', '-C', shop.bare, 'log', '-1', '--format=%B', 'main');
    expect(message).toContain('BLOCK (acknowledged) PersistentVolumeClaim shop/data: ');
    expect(message).toContain('Acknowledged: PersistentVolumeClaim shop/data: moved to the object store\n');
  });

  test('do not pass with an acknowledgement of another environment', async () => {
    const acknowledgements = join(shop.root, 'acknowledgements.yaml');
    writeFileSync(
      acknowledgements,
      'acknowledgements:\n  - object: PersistentVolumeClaim shop/data\n    environment: production\n    reason: not here\n',
    );
    expect((await publish({ acknowledgements })).exitCode).toBe(1);
  });
});

test('errors that the checks find stop it', async () => {
  const { 'namespaces/namespace.shop.yaml': _, ...rest } = sampleFiles();
  shop.writeOutput(rest);
  const { exitCode, output } = await publish();
  expect(output).toMatch(/blocked: \d+ errors?; nothing was published\n$/);
  expect(exitCode).toBe(1);
  expect(() => shop.commits).toThrow();
});

test('a Secret that is to come sealed and is not stops it', async () => {
  const secret = { environment: 'local', namespace: 'shop', name: 'db', provider: 'sealed-secrets', usedBy: [] };
  shop.writeOutput(sampleFiles(), 'local', [{ ...secret, keys: [{ key: 'password', origin: 'generated' }] }]);
  expect(await publish()).toEqual({
    exitCode: 1,
    output:
      'Secret shop/db: password not sealed; run `npm run secrets -- seal --environment local`, then synth\n' +
      'blocked: 1 error; nothing was published\n',
  });
});

describe('a push that does not get through', () => {
  test('leaves the remote as it was when it is refused, and passes when that is mended', async () => {
    await publish();
    changeOutput();
    shop.hook('echo "protected branch" >&2; exit 1');
    const { exitCode, output } = await publish();
    expect(output).toMatch(
      /^error: .*: the push was refused: \[remote rejected\] \(pre-receive hook declined\): .*protected branch.*; nothing was published\n$/,
    );
    expect(exitCode).toBe(2);
    expect(shop.commits).toEqual(['local: 7 added']);
    shop.hook(undefined);
    expect((await publish()).exitCode).toBe(0);
    expect(shop.commits).toEqual(['local: 1 changed', 'local: 7 added']);
  });

  test('leaves the remote as it was when it is cut off halfway', async () => {
    await publish();
    changeOutput();
    shop.hook('sleep 3; exit 1');
    const { exitCode, output } = await publish({ timeout: 1 });
    expect(output).toContain('no answer for 1 s');
    expect(exitCode).toBe(2);
    expect(shop.commits).toEqual(['local: 7 added']);
    expect(shop.read(`${folder}/shop-app/configmap.words.yaml`)).toContain('greeting: hello');
  });
});

describe('wrong input ends with 2', () => {
  const refused = async (more: Partial<PublishOptions>) => {
    const { exitCode, output } = await publish(more);
    expect(exitCode).toBe(2);
    return output.replaceAll(shop.root, 'ROOT');
  };

  test('an unreachable repository', async () => {
    expect(await refused({ repository: '/nowhere/gitops.git' })).toBe(
      "error: /nowhere/gitops.git: can't be reached: '/nowhere/gitops.git' does not appear to be a git repository; check the address, the network and git's credentials\n",
    );
  });

  test('credentials in a URL are never shown', async () => {
    const output = await refused({ repository: 'http://user:hunter2@127.0.0.1:1/gitops.git?token=hunter3' });
    expect(output).toContain('error: http://***@127.0.0.1:1/gitops.git?***: ');
    expect(output).not.toMatch(/hunter|user/);
  });

  test('a path that the Applications do not read', async () => {
    expect(await refused({ path: 'elsewhere' })).toBe(
      "error: --path: the Applications of 'local' read the folder 'clusters/local', not 'elsewhere': leave --path out, or change gitops.path of the environment and run synth\n",
    );
  });

  test.each(['../outside', '/absolute', '.git', 'a/../b'])('the path %s', async (path) => {
    expect(await refused({ path })).toBe(
      `error: --path: '${path}' is no folder in a repository: name one without '.' and '..', such as 'clusters/local'\n`,
    );
  });

  test('a path that is a file', async () => {
    shop.commit({ clusters: 'a file\n' });
    expect(await refused({})).toBe(
      'error: ROOT/gitops.git main: clusters: is a file, not a folder: name another --path\n',
    );
  });

  test('a branch that is not there', async () => {
    await publish();
    expect(await refused({ branch: 'stable' })).toBe(
      "error: ROOT/gitops.git: has no branch 'stable', it has main: make it first, or name another\n",
    );
  });

  test.each(['-x', 'a..b', ''])("the branch name '%s'", async (branch) => {
    expect(await refused({ branch })).toBe(`error: --branch: '${branch}' is no possible name of a branch\n`);
  });

  test('an option in place of a repository', async () => {
    expect(await refused({ repository: '--upload-pack=touch x' })).toBe(
      "error: --repository: '--upload-pack=touch x' is no repository\n",
    );
  });

  test('files of somebody else where ours go, unless they are taken over', async () => {
    shop.commit({ [`${folder}/bootstrap.yaml`]: 'theirs: true\n' });
    expect(await refused({})).toBe(
      `error: ROOT/gitops.git main: ${folder}/bootstrap.yaml: stands where a file of ours goes, but is not ours: move it, or take it over with --adopt\n`,
    );
    expect((await publish({ adopt: true })).exitCode).toBe(0);
    expect(shop.read(`${folder}/bootstrap.yaml`)).toContain('kind: AppProject');
  });

  test('a folder of another environment', async () => {
    shop.commit({ [`${folder}/.cdk8s-tiers.json`]: '{"version":1,"environment":"production","files":[]}\n' });
    expect(await refused({})).toBe(
      `error: ROOT/gitops.git main: ${folder}/.cdk8s-tiers.json: the folder belongs to environment 'production', not to 'local': name another --path\n`,
    );
  });

  test('a list of files that leads out of the folder', async () => {
    shop.commit({
      [`${folder}/.cdk8s-tiers.json`]: '{"version":1,"environment":"local","files":["../../README.md"]}\n',
    });
    expect(await refused({})).toContain('files.0: leads out of the folder: restore it from the history');
  });

  test('an output that is not as its index says', async () => {
    writeFileSync(
      join(shop.dist, 'local', 'shop-app', 'stray.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n',
    );
    expect(await refused({})).toBe(
      'error: ROOT/project/dist/local/shop-app/stray.yaml: not listed in index.json: run synth, or remove it\n',
    );
  });

  test('an environment that is not in the output', async () => {
    expect(await refused({ environment: 'stage' })).toBe(
      "error: ROOT/project/dist/index.json: no environment 'stage' in the output; allowed: local\n",
    );
  });

  test('no output', async () => {
    expect(await refused({ dist: '/nowhere' })).toBe(
      'error: /nowhere/index.json: there is no output here; run synth, or name its folder with --dist\n',
    );
  });
});

describe('a checkout', () => {
  const checkout = () => join(shop.root, 'checkout');
  beforeEach(async () => {
    await publish();
    shop.git('.', 'clone', '--quiet', shop.bare, checkout());
    changeOutput();
  });

  test('is moved forward together with its remote', async () => {
    const { exitCode } = await publish({ repository: checkout() });
    expect(exitCode).toBe(0);
    expect(shop.commits).toEqual(['local: 1 changed', 'local: 7 added']);
    expect(shop.git('checkout', 'status', '--porcelain', '--branch')).toBe('## main...origin/main\n');
    expect(readFileSync(join(checkout(), folder, 'shop-app/configmap.words.yaml'), 'utf8')).toContain('greeting: hi');
  });

  test('keeps changes outside the folder, staged ones too', async () => {
    writeFileSync(join(checkout(), 'notes.txt'), 'mine\n');
    shop.git('checkout', 'add', 'notes.txt');
    expect((await publish({ repository: checkout() })).exitCode).toBe(0);
    expect(shop.git('checkout', 'status', '--porcelain')).toBe('A  notes.txt\n');
    expect(shop.files()).not.toContain('notes.txt');
  });

  test('is refused when the folder has changes of its own', async () => {
    writeFileSync(join(checkout(), folder, 'bootstrap.yaml'), 'edited: true\n');
    const { exitCode, output } = await publish({ repository: checkout() });
    expect(output).toBe(
      `error: ${checkout()}: changes in '${folder}' are not committed (${folder}/bootstrap.yaml): commit or drop them\n`,
    );
    expect(exitCode).toBe(2);
    expect(shop.commits).toEqual(['local: 7 added']);
  });

  test('is refused when its branch has commits that are not pushed', async () => {
    shop.git('checkout', 'commit', '--quiet', '--allow-empty', '-m', 'mine');
    const { exitCode, output } = await publish({ repository: checkout() });
    expect(output).toBe(
      `error: ${checkout()}: branch 'main' has commits that are not pushed: push them, or drop them\n`,
    );
    expect(exitCode).toBe(2);
  });

  test('without a remote gets the commit itself', async () => {
    shop.git('checkout', 'remote', 'remove', 'origin');
    expect((await publish({ repository: checkout() })).exitCode).toBe(0);
    expect(shop.git('checkout', 'log', '--format=%s').trim().split('\n')).toEqual([
      'local: 1 changed',
      'local: 7 added',
    ]);
    expect(shop.git('checkout', 'status', '--porcelain')).toBe('');
  });

  test('is named by its top folder', async () => {
    const { output } = await publish({ repository: join(checkout(), 'clusters') });
    expect(output).toContain("is the folder 'clusters' of a repository: name its top, and the folder with --path\n");
  });
});

test('the project that the output is committed in is named in the message', async () => {
  shop.git('project', 'init', '--quiet');
  shop.git('project', 'add', '.');
  shop.git('project', 'commit', '--quiet', '-m', 'output');
  await publish();
  const head = shop.git('project', 'rev-parse', 'HEAD').trim();
  expect(shop.git('.', '-C', shop.bare, 'log', '-1', '--format=%B', 'main')).toContain(`\nSource: ${head}\n`);
  expect(existsSync(join(shop.root, 'project', '.git', 'index.lock'))).toBe(false);
});
