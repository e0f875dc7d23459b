export { cidr, dnsLabel, hostname, nodePort, port } from './address';
export { imageReference } from './image-reference';
export { isAtLeast, KUBERNETES_VERSIONS, type KubernetesVersion, kubernetesVersion } from './kubernetes-version';
export { duration, size } from './length';
export type { Environment, Exposure, NodePool, Operator, SecretProvider, Storage, SystemSchema } from './model';
export { cpuMillicores, cpuQuantity, memoryQuantity, quantity } from './quantity';
export { repositoryUrl, serverUrl } from './repository';
