export { type ApplyCommandOptions, runApply } from './apply';
export * from './e2e';
export { Kubectl, type KubectlOptions } from './kubectl';
export { type EnvironmentOutput, type NeededSecret, type PlacedObject, readOutput } from './output';
export { planRollout, type Rollout, type RolloutStep } from './rollout';
export * from './secrets';
export { type CommandResult, type LineListener, toTerminal } from './transcript';
