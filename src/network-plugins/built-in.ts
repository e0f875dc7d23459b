import { cilium } from './cilium';
import type { NetworkPlugin } from './network-plugin';

/** The network plugins that every project may name. */
export const builtInNetworkPlugins: readonly NetworkPlugin[] = [cilium];
