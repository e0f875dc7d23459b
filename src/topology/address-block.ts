/** A network in CIDR notation, as it is or without some networks that lie in it. */
export type AddressBlock = string | { readonly cidr: string; readonly except: readonly string[] };

/**
 * Networks that no host of the internet is in: private ones, those that clouds give to pods, and link-local addresses, under which
 * clouds hand out credentials (RFC 1918, 6598, 3927, 4193, 4291).
 */
export const privateNetworks = {
  ipv4: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ipv6: ['fc00::/7', 'fe80::/10'],
} as const;

/**
 * The internet without private networks, for hosts whose own networks nobody knows.
 *
 * @example
 * web.connectToAddresses(internet, 443, 'webhooks of customers');
 */
export const internet: readonly AddressBlock[] = [
  { cidr: '0.0.0.0/0', except: privateNetworks.ipv4 },
  { cidr: '::/0', except: privateNetworks.ipv6 },
];

/** A block in the words of a NetworkPolicy. */
export function toIpBlock(block: AddressBlock): { cidr: string; except?: string[] } {
  return typeof block === 'string' ? { cidr: block } : { cidr: block.cidr, except: [...block.except] };
}

/** A block as one text, the same for the same block. */
export function blockText(block: AddressBlock): string {
  return typeof block === 'string' ? block : `${block.cidr} without ${block.except.join(' ')}`;
}
