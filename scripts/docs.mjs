// Writes what is derived from the code: the schema of the environment files, tables and code in docs/, the picture in the README.
// With --check it only tells what is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { apiReports, modelFile } from './api.mjs';
import { endpointParts } from './endpoint-parts.mjs';
import { linesTable } from './lines.mjs';
import { describeTiers } from './tiers.mjs';

const require = createRequire(import.meta.url);
const { buildTree, environmentForms, readEnvironments } = require('../src/lib/project.js');
const { describeEnvironment, environmentSchemaText } = require('../src/lib/environment/reading.js');
const { toMermaid } = require('../src/lib/topology/index.js');
const { describeRules } = require('../src/lib/checks/index.js');
const { project } = require('../charts/lib/project.js');

const forms = environmentForms(project);
const [root] = buildTree(project, readEnvironments(project, ['production']));
const picture = `\`\`\`mermaid\n${toMermaid(root.topology, 'zamperla')}\`\`\`\n`;

/** The table of the source's faults, without its columns of files and rules. */
const faults = readFileSync('docs/faults.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => `${line.split(' | ').slice(0, 3).join(' | ')} |\n`)
  .join('');

/** A page of which a part, between two comments, is written here. */
function withPart(whole, name, text) {
  const [begin, end] = [`<!-- begin ${name} -->\n`, `<!-- end ${name} -->`];
  const from = whole.indexOf(begin);
  const to = whole.indexOf(end);
  if (from < 0 || to < from)
    throw new Error(`a page has no part '${name}': add the lines '${begin.trim()}' and '${end}'`);
  return whole.slice(0, from + begin.length) + text + whole.slice(to);
}

/** A page with the code of each section as its file has it, named like the section. */
function withCode(page, folder) {
  const sections = page.split(/^(?=## )/m).map((section) => {
    const title = /^## (.+)/.exec(section)?.[1] ?? '';
    const path = `${folder}/${title.toLowerCase().replaceAll(' ', '-')}.ts`;
    if (!existsSync(path)) return section;
    return section.replace(/(?<=^```ts\n)[\s\S]*?(?=^```$)/m, () => readFileSync(path, 'utf8'));
  });
  return sections.join('');
}

const files = {
  ...apiReports(),
  'docs/tiers.md': withPart(readFileSync('docs/tiers.md', 'utf8'), 'tiers', describeTiers(modelFile)),
  'environments/schema.json': environmentSchemaText(forms),
  'docs/environments.md': `# Fields of an environment file\n\n${describeEnvironment(forms)}`,
  'docs/checks.md': describeRules(),
  'docs/connections.md': withPart(
    withCode(readFileSync('docs/connections.md', 'utf8'), 'test/docs/connections'),
    'parts',
    endpointParts(),
  ),
  'docs/adopting.md': withCode(readFileSync('docs/adopting.md', 'utf8'), 'test/docs/adopting'),
  'docs/guests.md': withCode(readFileSync('docs/guests.md', 'utf8'), 'test/docs/guests'),
  'docs/less-code.md': withPart(readFileSync('docs/less-code.md', 'utf8'), 'lines', linesTable()),
  'docs/rights.md': withCode(readFileSync('docs/rights.md', 'utf8'), 'test/docs/rights'),
  'docs/ways-out.md': withCode(readFileSync('docs/ways-out.md', 'utf8'), 'test/docs/ways-out'),
  'README.md': withPart(withPart(readFileSync('README.md', 'utf8'), 'picture', picture), 'faults', faults),
};

const check = process.argv.includes('--check');
for (const [path, text] of Object.entries(files)) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (check) {
    console.error(`out of date: ${path}, run npm run docs`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`written: ${path}`);
  }
}
