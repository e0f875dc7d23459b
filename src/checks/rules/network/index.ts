export { networkDefaultDeny } from './network-default-deny';
export { networkDns } from './network-dns';
export { networkEveryone } from './network-everyone';
export { networkHalf } from './network-half';
export { networkKeda } from './network-keda';
export { networkNoDns } from './network-no-dns';
export { networkOrHole } from './network-or-hole';
export { networkServicePort } from './network-service-port';
