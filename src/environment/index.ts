export { cidr, dnsLabel, hostname, hostPattern, nodePort, port } from './address';
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
export { imageReference } from './image-reference';
export { kubernetesVersion } from './kubernetes-version';
export { duration, size } from './length';
export type { Environment, NodePool, Storage } from './model';
export type { Operator } from './operators';
export { cpuQuantity, memoryQuantity, quantity } from './quantity';
export { repositoryUrl, serverUrl } from './repository';
export { nodeCount, type StoragePurpose, storageClassFor, unusedClasses } from './storage-class';
export { httpProbe, podSettings, secretKey, secretName, sizing, variables } from './tier-settings';
