import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScaledJob } from '@cdk8s-tiers/imports/keda.sh';
import { Testing } from 'cdk8s';
import { validateObject } from '../../src/checks/schemas';
import { sourceFiles } from '../fixtures';

const root = join(__dirname, '..', '..');
const imports = join(root, 'imports');

test('the bindings are what cdk8s import makes of the CRDs now: npm run import changes nothing', () => {
  const fresh = mkdtempSync(join(tmpdir(), 'bindings-'));
  try {
    execFileSync(process.execPath, [join(root, 'scripts', 'imports', 'import.mjs'), fresh]);
    const files = readdirSync(fresh).sort();
    expect(files).toEqual(
      readdirSync(imports)
        .filter((file) => file.endsWith('.ts'))
        .sort(),
    );
    const stale = files.filter((file) => !readFileSync(join(fresh, file)).equals(readFileSync(join(imports, file))));
    expect(stale).toEqual([]);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}, 120_000);

test('there is a binding for every group that something here emits, and for no other', () => {
  const used = ['src', 'charts'].flatMap(sourceFiles).flatMap((file) => {
    const found = readFileSync(file, 'utf8').matchAll(/from '@cdk8s-tiers\/imports\/([^']+)'/g);
    return [...found].map(([, group]) => `${group}.ts`);
  });
  expect([...new Set(used)].sort()).toEqual(
    readdirSync(imports)
      .filter((file) => file.endsWith('.ts'))
      .sort(),
  );
});

test('a binding writes an object that its strict schema accepts', () => {
  const chart = Testing.chart();
  new ScaledJob(chart, 'worker', {
    metadata: { name: 'worker' },
    spec: {
      jobTargetRef: {
        template: { spec: { restartPolicy: 'Never', containers: [{ name: 'worker', image: 'worker:1' }] } },
      },
      triggers: [{ type: 'rabbitmq', metadata: { queueName: 'orders' } }],
    },
  });
  const [object] = Testing.synth(chart);
  expect(object.spec.jobTargetRef.template.spec.containers).toHaveLength(1);
  expect(validateObject(object)).toEqual([]);
});
