import { join } from 'node:path';
import type { Project } from '../../src/project';
import { type SynthesizedOutput, synthInto } from '../../src/testing';

const examples = join(__dirname, '../../examples');

const handedOver: Project[] = [];
jest.doMock('cdk8s-tiers/cli', () => ({ main: (project: Project) => handedOver.push(project) }));

/** Renders an example from the sources: what its `main.ts` hands over, in its own folder. */
export function renderExample(name: string): SynthesizedOutput {
  const folder = join(examples, name);
  const project = projectOf(join(folder, 'main.ts'));
  return synthInto({ ...project, environments: join(folder, 'environments'), crds: join(folder, 'crds') });
}

/** The project that a program starts the commands with, which are not started. */
function projectOf(path: string): Project {
  require(path);
  const project = handedOver.pop();
  if (project === undefined) throw new Error(`${path} does not call main`);
  return project;
}
