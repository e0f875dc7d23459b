import { rulesByDomain } from './rules';
import { WAIVER_PREFIX } from './waivers';

/** The page `docs/checks.md`: every rule with what it finds, why it matters and how to mend it. */
export function describeRules(): string {
  const domains = Object.entries(rulesByDomain);
  const count = domains.reduce((sum, [, rules]) => sum + rules.length, 0);
  const lines = [...introduction(count), '## Rules', ''];
  for (const [domain, rules] of domains) {
    lines.push(
      `### ${domain}`,
      '',
      '| Rule | Severity | Finds | Why it matters | How to mend it | Source |',
      '|---|---|---|---|---|---|',
    );
    for (const { id, severity, title, why, mend, source } of rules) {
      lines.push(`| \`${id}\` | ${severity} | ${[title, why, mend, source ?? ''].map(cell).join(' | ')} |`);
    }
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function introduction(count: number): string[] {
  return [
    '# Checks',
    '',
    `\`npm run check [-- FOLDER ...]\` holds ${count} rules against a folder of Kubernetes manifests: the output of this project`,
    '(`dist/`, the default), or any YAML made elsewhere or by hand. All findings are told at once, worst first.',
    '',
    '| Exit | Meaning |',
    '|---|---|',
    '| 0 | no error (warnings and hints may be told) |',
    '| 1 | a rule found an error |',
    '| 2 | the folder could not be read: missing, broken YAML, too large |',
    '',
    'A folder with an `index.json`, as this project writes it, is checked environment by environment: each is a cluster of',
    'its own. Any other folder is one cluster; several folders on one command line are one cluster together.',
    '',
    '| Option | Meaning |',
    '|---|---|',
    '| `--format text\\|json\\|sarif\\|junit` | for people (default), for programs, for code scanning, for CI test reports |',
    '| `--external-secret NAMESPACE/NAME[:KEY]` | a Secret that somebody else makes; without a key every key is taken to exist |',
    '| `--external KIND/[NAMESPACE/]NAME` | another object that exists outside the folder, such as `StorageClass/fast` |',
    '| `--refuse-image PREFIX` | images that must not be used (replaces the built-in list) |',
    '| `--local-environment NAME` | an environment on a developer’s machine: NodePorts without TLS are fine there (default `local`) |',
    '| `--severity error\\|warning\\|info` | tell only findings of that severity and above |',
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
    'Waived findings are listed with their reasons. A waiver without a reason is an error and is not applied; one that sets',
    'nothing aside is a warning.',
    '',
    '## In other cdk8s projects',
    '',
    'The same rules are a validation plugin of cdk8s-cli: see `examples/validation-plugin`.',
    '',
  ];
}
