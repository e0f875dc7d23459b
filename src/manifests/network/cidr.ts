import { BlockList, isIP } from 'node:net';

interface Parsed {
  readonly address: string;
  readonly length: number;
  readonly type: 'ipv4' | 'ipv6';
}

/** Whether a network holds an address; what can't be read holds none. */
export function holdsAddress(cidr: string | undefined, address: string): boolean {
  const network = parsed(cidr);
  return network !== undefined && typeOf(address) === network.type && listOf(network).check(address, network.type);
}

/** Whether a network holds all of another, itself too; what can't be read holds none, and is held by none. */
export function holdsNetwork(outer: string | undefined, inner: string | undefined): boolean {
  const [wide, narrow] = [parsed(outer), parsed(inner)];
  if (wide === undefined || narrow === undefined || wide.type !== narrow.type || wide.length > narrow.length)
    return false;
  return listOf(wide).check(narrow.address, wide.type);
}

function listOf({ address, length, type }: Parsed): BlockList {
  const list = new BlockList();
  list.addSubnet(address, length, type);
  return list;
}

function parsed(cidr: string | undefined): Parsed | undefined {
  const [address = '', prefix = ''] = (cidr ?? '').split('/');
  const type = typeOf(address);
  const length = Number(prefix);
  if (type === undefined || prefix === '' || !(length >= 0 && length <= (type === 'ipv4' ? 32 : 128))) return undefined;
  return { address, length, type };
}

function typeOf(address: string): Parsed['type'] | undefined {
  return ({ 4: 'ipv4', 6: 'ipv6' } as const)[isIP(address)];
}
