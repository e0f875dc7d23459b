import { packageVersion, readAsset } from '../asset';
import { compare } from '../problem';
import { chartText } from './chart';
import { localText, productionText } from './environments';
import type { PlannedFile, SystemPlan } from './plan';
import { readmeText } from './readme';

const fixed = Object.fromEntries(
  ['dist.test.ts', 'main.ts', 'project.ts', 'tsconfig.json'].map((path) => [path, readAsset(`init/${path}.tmpl`)]),
);
const commands = ['synth', 'check', 'diff', 'secrets', 'apply'] as const;

/** Every file of a new project, by path. */
export function projectFiles(plan: SystemPlan): PlannedFile[] {
  const files: Record<string, string> = {
    ...fixed,
    '.gitignore': 'node_modules/\nlib/\n',
    'README.md': readmeText(plan),
    'chart.ts': chartText(plan),
    'environments/local.yaml': localText(plan),
    'environments/production.yaml': productionText(plan),
    'package.json': packageText(plan),
  };
  return [...Object.entries(files).map(([path, text]) => ({ path, text })), ...plan.files].sort((a, b) =>
    compare(a.path, b.path),
  );
}

function packageText({ name }: SystemPlan): string {
  const scripts = commands.map((command) => [command, `tsc && node lib/main.js ${command}`] as const);
  const manifest = {
    name,
    version: '1.0.0',
    private: true,
    engines: { node: '>=20' },
    scripts: { ...Object.fromEntries(scripts), test: 'tsc && node --test lib/dist.test.js' },
    dependencies: { 'cdk8s-tiers': packageVersion() },
    devDependencies: { '@types/node': '20.19.43', typescript: '7.0.2' },
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
