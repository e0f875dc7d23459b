export type {
  ObjectFile,
  OperatorRequests,
  OutputFile,
  OutputPlan,
  Part,
  RenderedEnvironment,
  RenderedObject,
  RenderedRequirement,
} from '../render';
export type { Synthesis } from '../synthesis';
export { type EnvironmentOverrides, environmentText, makeEnvironment, makeProduction, type Plain } from './environment';
export { differencesFrom, type FolderDifference } from './folder-difference';
export {
  type LooseObject,
  makeSystem,
  type RenderedTree,
  renderOne,
  renderTree,
  small,
  type TestSystem,
} from './standalone';
export { type OutputPart, type SynthesizedOutput, synthInto } from './synth-into';
export { type MatcherContext, type MatcherResult, toMatchFolder } from './to-match-folder';
