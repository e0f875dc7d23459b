import type { Command } from 'commander';
import type { Project } from '../project';

/** Adds a command to the program; one that renders needs the project. */
export type AddCommand = (program: Command, project: Project | undefined) => void;

/** The commands by name, in the order of the help, each loaded when it is asked for. */
export const commands: ReadonlyMap<string, () => AddCommand> = new Map([
  ['init', () => (require('./init') as typeof import('./init')).addInitCommand],
  ['synth', () => (require('./synth') as typeof import('./synth')).addSynthCommand],
  ['schema', () => (require('./schema') as typeof import('./schema')).addSchemaCommand],
  ['check', () => (require('./check') as typeof import('./check')).addCheckCommand],
  ['diff', () => (require('./diff') as typeof import('./diff')).addDiffCommand],
  ['publish:gitops', () => (require('./publish') as typeof import('./publish')).addPublishCommand],
  ['apply', () => (require('./apply') as typeof import('./apply')).addApplyCommand],
  ['secrets', () => (require('./secrets') as typeof import('./secrets')).addSecretsCommand],
  ['e2e', () => (require('./e2e') as typeof import('./e2e')).addE2eCommand],
]);
