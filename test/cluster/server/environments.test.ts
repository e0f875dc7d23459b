import { resolve } from 'node:path';
import { planRollout, readOutput, runApply, runE2e, runSecretsList, trialsOf } from '../../../src/cluster';
import { judge } from '../../../src/cluster/judge';
import type { KubernetesObject } from '../../../src/kubernetes';
import { requireOutputIndex, supplyOf } from '../../../src/manifests';
import type { RunFolder } from '../../servers/support/server';
import { Controllers, ControlPlane, furnish, type Requirement, runProject } from './support';

const dist = resolve(__dirname, '../../../dist');
const index = requireOutputIndex(dist);
const environments = (index.environments ?? []).map(({ name }) => name);
const { requirements = [] } = index as { requirements?: readonly Requirement[] };

describe.each(environments)('the environment %s on a real API server', (environment) => {
  const output = readOutput(dist, environment);
  const { steps, skipped } = planRollout(output);
  const half = Math.ceil(steps.length / 2);
  const common = { environment, dist };
  let plane: ControlPlane;
  let controllers: Controllers;
  beforeAll(async () => {
    plane = await ControlPlane.start();
  });
  afterAll(async () => {
    await controllers?.stop();
    await plane?.stop();
  });

  const options = () => ({ ...common, kubectl: plane.kubectl.options, pollSeconds: 0.1, timeout: 60 });
  /** `Kind namespace/name` → resourceVersion of everything that the output has. */
  const stored = async () => {
    const objects = await plane.kubectl.get(output.objects.map(({ object }) => object));
    return new Map(
      objects.map(({ kind, metadata }) => {
        const { resourceVersion } = metadata as { resourceVersion?: string };
        return [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, resourceVersion] as const;
      }),
    );
  };

  /** Options that give each value from outside a file. */
  const fromOutside = (folder: RunFolder) =>
    output.secrets.flatMap(({ namespace, name, keys }) =>
      keys
        .filter(({ origin }) => origin === 'outside')
        .map(({ key }) => {
          const path = folder.write(`outside/${namespace}-${name}-${key}`, 'a value of the tests');
          return `--from-file=${namespace}/${name}/${key}=${path}`;
        }),
    );

  // The tests of an environment tell one story, in this order.
  test('a cluster that lacks what has to be there is told so, and gets nothing', async () => {
    const { exitCode, output: said } = await runApply(options());
    expect([exitCode, said.endsWith('\nnothing was applied\n')]).toEqual([1, true]);
    const wanted = requirements.filter((each) => each.environment === environment);
    for (const { apiVersion, kind, name } of wanted) {
      if (apiVersion !== undefined) expect(said).toMatch(new RegExp(`^the cluster lacks ${kind} ${name}\\b`, 'm'));
    }
    await furnish(
      plane,
      output.objects.map(({ object }) => object),
      wanted,
    );
    expect([...(await stored()).keys()]).toEqual([]);
    controllers = await Controllers.start(plane.api);
  });

  test('its Secrets are listed; they are made, also when that is interrupted, and only once', async () => {
    const before = await runSecretsList(options());
    expect(before).toMatchObject({ exitCode: 0 });
    expect(before.output).toContain(`\n${output.secrets.length} of them are missing or incomplete\n`);
    const create = ['secrets', 'create', '--environment', environment];
    if (output.secrets.every((secret) => supplyOf(secret) !== 'create')) {
      const refused = await runProject(plane, create);
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/its Secrets come by provider '/)]);
      return;
    }
    create.push(...fromOutside(plane.folder));
    const halted = await runProject(plane, create, { at: /: made with /, signal: 'SIGINT' });
    expect([halted.code, halted.stdout.includes('nothing is missing')]).toEqual([null, false]);
    const again = await runProject(plane, create);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(/: exists, left as it is\n[\s\S]*: made with [\s\S]*\nnothing is missing\n$/);
    const third = await runProject(plane, create);
    expect(third.stdout.match(/: made with /g)).toBe(null);
    expect((await runSecretsList(options())).output.endsWith('\nall of them exist\n')).toBe(true);
  });

  test('apply is interrupted halfway, and goes on when it is run again', async () => {
    const halted = await runProject(plane, ['apply', '--environment', environment], {
      at: new RegExp(`^step ${half} of ${steps.length}: `, 'm'),
      signal: 'SIGINT',
    });
    expect(halted.code).toBe(null);
    expect(halted.stdout).not.toContain('\napplied ');
    const again = await runProject(plane, ['apply', '--environment', environment]);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const applied = steps.reduce((sum, { objects }) => sum + objects.length, 0);
    const last = `applied ${applied} objects in ${steps.length} steps; ${skipped.length} are for Argo CD only\n`;
    expect(again.stdout.endsWith(last)).toBe(true);
    expect(again.stdout).not.toContain('warning:');
  });

  test('what is for Argo CD alone is taken strictly, without a warning', async () => {
    const objects = skipped.map(({ object }) => object);
    expect(await plane.kubectl.apply(objects)).toMatchObject({ code: 0, stderr: '' });
    expect((await stored()).size).toBe(output.objects.length);
  });

  test('each object, and each pod and Job inside one, is accepted on its own, without a warning', async () => {
    const trials = trialsOf(output.objects);
    const judged = await judge(plane.kubectl, trials, false);
    const troubled = judged.filter(({ refused, warnings }) => refused !== undefined || warnings.length > 0);
    expect(troubled.map(({ trial, refused, warnings }) => [trial.title, refused, warnings])).toEqual([]);
    const pods = trials.filter(({ object }) => object.kind === 'Pod').length;
    process.stdout.write(`${environment}: ${output.objects.length} objects and ${pods} pods accepted\n`);
    expect(pods).toBeGreaterThan(0);
  });

  test('a second apply changes nothing but hooks, and the difference is empty', async () => {
    const before = await stored();
    const { exitCode, output: said } = await runApply(options());
    expect([exitCode, said.match(/warning:.*/g)]).toEqual([0, null]);
    const after = await stored();
    const changed = [...before].filter(([name, version]) => after.get(name) !== version).map(([name]) => name);
    expect(changed).toEqual(
      output.objects
        .map(({ object }) => object)
        .filter(isHook)
        .map(titleOf),
    );
    const difference = await plane.kubectl.diff(output.objects.map(({ object }) => object));
    expect(difference).toMatchObject({ code: 0, stdout: '' });
  });

  test('e2e is killed halfway, and passes when it is run again', async () => {
    const halted = await runProject(plane, ['e2e', '--apply', '--environment', environment], {
      at: /^second apply: /m,
      signal: 'SIGKILL',
    });
    expect(halted.code).toBe(null);
    const { exitCode, output: said } = await runE2e({ ...options(), apply: true });
    expect([exitCode, said]).toEqual([0, expect.stringMatching(/\nsecond apply: changes nothing\n[\s\S]*\npassed\n$/)]);
    expect(said).toContain(' accepted (0 with a warning), 0 refused');
    expect(said).not.toContain('not tried');
  });
});

const isHook = ({ metadata }: KubernetesObject) => metadata.annotations?.['argocd.argoproj.io/hook'] !== undefined;
const titleOf = ({ kind, metadata }: KubernetesObject) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
