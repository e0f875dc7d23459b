export { cidr, dnsLabel, hostname, hostPattern, nodePort, port } from './address';
export { imageReference } from './image-reference';
export { duration, size } from './length';
export { cpuQuantity, memoryQuantity, quantity } from './quantity';
export { repositoryUrl, serverUrl } from './repository';
export { httpProbe, podSettings, secretKey, secretName, sizing, variables } from './tier-settings';
