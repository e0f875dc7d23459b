import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../src/project';
import { type SynthesizedOutput, synthInto } from '../../src/testing';

const examples = join(__dirname, '../../examples');

const handedOver: Project[] = [];
jest.doMock('cdk8s-tiers/cli', () => ({ main: (project: Project) => handedOver.push(project) }));

/** Renders an example from the sources: what its `main.ts` hands over, in its own folder. */
export function renderExample(name: string): SynthesizedOutput {
  return renderWith(name, join(examples, name, 'environments'));
}

/** The same with other settings: each text in an environment's file becomes another one. */
export function renderChanged(name: string, changes: Readonly<Record<string, string>>): SynthesizedOutput {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    const source = join(examples, name, 'environments');
    for (const file of readdirSync(source)) {
      const text = readFileSync(join(source, file), 'utf8');
      const changed = Object.entries(changes).reduce((all, [from, to]) => all.replace(from, to), text);
      writeFileSync(join(folder, file), changed);
    }
    return renderWith(name, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const projects = new Map<string, Project>();

function renderWith(name: string, environments: string): SynthesizedOutput {
  const folder = join(examples, name);
  const project = projects.get(name) ?? projectOf(join(folder, 'main.ts'));
  projects.set(name, project);
  return synthInto({ ...project, environments, crds: join(folder, 'crds') });
}

/** The project that a program starts the commands with, which are not started. */
function projectOf(path: string): Project {
  require(path);
  const project = handedOver.pop();
  if (project === undefined) throw new Error(`${path} does not call main`);
  return project;
}
