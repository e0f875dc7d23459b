export { builtInHealth } from './argocd';
export type { Choice, ChoiceForm } from './choice';
export {
  type External,
  type ExternalObject,
  type ExternalSecret,
  joinExternal,
  parseExternalObject,
  parseExternalSecret,
} from './external';
export type { EnvironmentForms, ExposureForm, NetworkPluginForm, OperatorForm, SystemSchema } from './forms';
export { kubernetesVersion } from './kubernetes-version';
export type { Environment, NodePool, Storage } from './model';
export type { Operator } from './operators';
export { nodeCount, type StoragePurpose, storageClassFor, unusedClasses } from './storage-class';
export * from './value-forms';
