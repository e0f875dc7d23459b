/**
 * Measures the diff of two rendered trees against parsing both with js-yaml, as ratios of CPU time within one run.
 * Usage: node test/checks/change-safety/bench/diff.mjs [objects ...]   (compiled sources in src/lib, or in $LIBRARY)
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = resolve(fileURLToPath(import.meta.url), '../../../../..');
const library = resolve(process.env.LIBRARY ?? join(root, 'src/lib'));
const yaml = require(require.resolve('js-yaml', { paths: [join(root, 'src')] }));

/** Ten objects of a tenant: a ConfigMap, a NetworkPolicy, four Deployments, three Services, a claim. */
function tenant(number, release) {
  const namespace = `tenant-${number}`;
  const metadata = (name) => ({ name, namespace, labels: { app: name, tier: 'web', tenant: namespace } });
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata('settings'),
      data: { LEVEL: 'info', RELEASE: release, HOST: `${namespace}.example.org` },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: metadata('data'),
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } },
    },
  ];
  const monitoring = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'tenant-0' } } };
  objects.push({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata('inside'),
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: {} }, ...(release > 1 ? [monitoring] : [])] }],
    },
  });
  for (const name of ['web', 'api', 'worker', 'cache']) {
    const labels = { app: name, tier: 'web' };
    const container = {
      name,
      image: `registry.example.org/team/${name}:1.${release}.0`,
      ports: [{ name: 'http', containerPort: 8080 }],
      env: [
        { name: 'SETTINGS', valueFrom: { configMapKeyRef: { name: 'settings', key: 'HOST' } } },
        { name: 'URL', value: `http://api.${namespace}.svc:80/` },
      ],
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10 },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    };
    objects.push(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: metadata(name),
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [container] } },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: metadata(name),
        spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
      },
    );
  }
  return objects.filter(Boolean);
}

function render(folder, objects, releaseOf) {
  for (let number = 0; number < objects / 10; number++) {
    const place = join(folder, `tenant-${number}`);
    mkdirSync(place, { recursive: true });
    for (const object of tenant(number, releaseOf(number))) {
      writeFileSync(
        join(place, `${object.kind.toLowerCase()}.${object.metadata.name}.yaml`),
        yaml.dump(object, { noRefs: true, lineWidth: -1 }),
      );
    }
  }
}

/** Runs one task in a process of its own: CPU seconds, start of the process left out, and peak memory in MB. */
function measure(task, from, to) {
  const script = fileURLToPath(import.meta.url);
  const runs = [1, 2, 3].map(() =>
    JSON.parse(execFileSync('node', [script, '--task', task, from, to], { encoding: 'utf8' })),
  );
  return runs.sort((a, b) => a.cpu - b.cpu)[1];
}

function parseAll(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yaml.load(readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'));
  }
}

const TASKS = {
  parse: (from, to) => [from, to].forEach(parseAll),
  diff: (from, to) =>
    require(join(library, 'checks/change-safety')).runDiff({ from, to, acknowledgements: undefined, format: 'json' }),
};

if (process.argv[2] === '--task') {
  const [, , , task, from, to] = process.argv;
  const started = process.cpuUsage();
  TASKS[task](from, to);
  const { user, system } = process.cpuUsage(started);
  process.stdout.write(JSON.stringify({ cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS / 1024 }));
} else {
  const sizes = process.argv.slice(2).map(Number);
  console.log('objects  changed  parse s  diff s  diff/parse  growth  diff MB');
  for (const changed of [0, 0.01, 1]) {
    let last;
    for (const objects of sizes.length > 0 ? sizes : [10_000, 30_000]) {
      const folder = mkdtempSync(join(tmpdir(), 'diff-bench-'));
      try {
        const [from, to] = ['old', 'new'].map((name) => join(folder, name));
        render(from, objects, () => 1);
        render(to, objects, (number) => (number % 100 < changed * 100 ? 2 : 1));
        const [parse, diff] = [measure('parse', from, to), measure('diff', from, to)];
        const growth = last === undefined ? '-' : (diff.cpu / last.cpu / (objects / last.objects)).toFixed(2);
        last = { cpu: diff.cpu, objects };
        const row = [
          objects,
          `${changed * 100} %`,
          parse.cpu.toFixed(2),
          diff.cpu.toFixed(2),
          (diff.cpu / parse.cpu).toFixed(2),
          growth,
          diff.memory.toFixed(0),
        ];
        console.log(row.map((cell, index) => String(cell).padStart([7, 8, 8, 7, 11, 7, 8][index])).join(' '));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  }
}
