export { builtInNetworkPlugins } from './built-in';
export type { DnsServers, NamePolicy, NetworkPlugin } from './network-plugin';
