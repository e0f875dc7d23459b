import { WAIVER_PREFIX } from '../kubernetes/labels';
import { ManifestSet } from '../manifests';
import { formatReport } from './formats';
import { rulesByDomain } from './rules';
import { runChecks } from './run-checks';

/** The page `docs/checks.md`: every rule with what it finds, why it matters and how to mend it. */
export function describeRules(): string {
  const domains = Object.entries(rulesByDomain);
  const count = domains.reduce((sum, [, rules]) => sum + rules.length, 0);
  const lines = [...introduction(count), '## Rules', ''];
  for (const [domain, rules] of domains) {
    lines.push(`### ${domain}`, '');
    for (const { id, severity, title, why, mend, source } of rules) {
      lines.push(`- **\`${id}\`** (${severity}): ${escaped(title)}.`);
      lines.push(
        `  ${escaped(capital(why))}. Mend: ${escaped(mend)}.${source === undefined ? '' : ` Source: ${escaped(source)}.`}`,
      );
    }
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Signs that Markdown would read as its own. */
function escaped(text: string): string {
  return text.replaceAll(/[<*_]/g, (sign) => `\\${sign}`);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A table whose columns are padded to one width. */
function table(...rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)];
}

function introduction(count: number): string[] {
  return [
    '# Checks',
    '',
    `\`npm run check [-- FOLDER ...]\` holds ${count} rules against a folder of Kubernetes manifests: the output of this project`,
    '(`dist/`, the default), or any YAML made elsewhere or by hand. All findings are told at once, worst first.',
    '',
    ...table(
      ['Exit', 'Meaning'],
      ['0', 'no error (warnings and hints may be told)'],
      ['1', 'a rule found an error'],
      ['2', 'the folder could not be read: missing, broken YAML, too large'],
    ),
    '',
    'A folder with an `index.json`, as this project writes it, is checked environment by environment: each is a cluster of',
    'its own. Any other folder is one cluster; several folders on one command line are one cluster together.',
    '',
    ...table(
      ['Option', 'Meaning'],
      [
        '`--format text\\|json\\|sarif\\|junit`',
        'for people (default), for programs, for code scanning, for CI test reports',
      ],
      [
        '`--external-secret NAMESPACE/NAME[:KEY]`',
        'a Secret that somebody else makes; without a key every key is taken to exist',
      ],
      [
        '`--external KIND/[NAMESPACE/]NAME`',
        'another object that exists outside the folder, such as `StorageClass/fast`',
      ],
      ['`--refuse-image PREFIX`', 'images that must not be used (replaces the built-in list)'],
      [
        '`--local-environment NAME`',
        'an environment on a developer’s machine: NodePorts without TLS are fine there (default `local`)',
      ],
      ['`--config FILE`', 'file of settings (default `cdk8s-tiers.yaml`, if there is one)'],
      ['`--severity error\\|warning\\|info`', 'tell only findings of that severity and above'],
    ),
    '',
    'What it prints:',
    '',
    '```console',
    '$ npm run check -- shop',
    ...example(),
    '```',
    '',
    'Severity of some rules depends on where they find something: a pod that does not fit the restricted profile is an error in',
    'a namespace whose labels enforce it (the API server refuses the pod), a warning where nothing is enforced.',
    '',
    '## Waivers',
    '',
    'A finding is set aside by an annotation on its object, with the id of the rule and a reason:',
    '',
    '```yaml',
    'metadata:',
    '  annotations:',
    `    ${WAIVER_PREFIX}keda-min-replicas: one warm downloader saves the operators 40 s in the morning`,
    '```',
    '',
    'In code it is a call, on an object or on the tier whose workload is meant:',
    '',
    '```ts',
    "import { waive } from 'cdk8s-tiers';",
    '',
    "waive(worker, 'keda-min-replicas', 'one warm downloader saves the operators 40 s in the morning');",
    '```',
    '',
    'Waived findings are listed with their reasons. A waiver without a reason is an error and is not applied; one that sets',
    'nothing aside is a warning.',
    '',
    '## What a project says',
    '',
    'A project with code says it in its `Project`: `rules` of its own, `severities` by id of the rule (`off` leaves a rule out, and the',
    'report counts it), what is `external`, `refusedImages`, `localEnvironments`. `synth`, `check`, `publish:gitops` and `testing` hold to it.',
    'A folder of YAML without code says the same, but for rules, in `cdk8s-tiers.yaml` in the working folder; both together is fine, the same key',
    'in both an error. An environment file has a section `external` for its own cluster.',
    '',
    '```yaml',
    '# yaml-language-server: $schema=cdk8s-tiers.schema.json',
    'external:',
    '  secrets:',
    '    - { namespace: shop, name: registry, keys: [.dockerconfigjson] } # without keys every key is taken to exist',
    '  objects:',
    '    - { kind: StorageClass, name: fast }',
    "kubernetesVersion: '1.35' # of objects whose environment names none; the newest without it",
    'severities:',
    '  image-digest: error',
    "  budget-missing: 'off'",
    'localEnvironments: [laptop]',
    'refusedImages: [docker.io/bitnami/]',
    '```',
    '',
    'The command `schema` writes `cdk8s-tiers.schema.json` for editors. How to write a rule: [a rule of your own](ways-out.md#a-rule-of-your-own).',
    '',
    '## In other cdk8s projects',
    '',
    'The same rules, and settings, are a validation plugin of cdk8s-cli: see `examples/validation-plugin`.',
    '',
  ];
}

/** The report of a Service that selects nothing, as the command prints it. */
function example(): string[] {
  const object = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      namespace: 'default',
      annotations: { [`${WAIVER_PREFIX}service-exposed`]: 'the plant network ends TLS before it' },
    },
    spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80 }] },
  };
  const file = 'shop/web.yaml';
  const lineOf = (path: readonly unknown[]): number => (path.includes('selector') ? 9 : 8);
  const set = new ManifestSet([{ object, file, path: 'web.yaml', line: 1, lineOf }], { files: [file] });
  return formatReport(runChecks(set), 'text').trimEnd().split('\n');
}
