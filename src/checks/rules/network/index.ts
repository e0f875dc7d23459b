export { networkDefaultDeny } from './network-default-deny';
export { networkDns } from './network-dns';
export { networkEveryone } from './network-everyone';
export { networkHalf } from './network-half';
export { networkKeda } from './network-keda';
export { networkOrHole } from './network-or-hole';
export { networkServicePort } from './network-service-port';
