import { annotations, WAIVER_PREFIX } from '../kubernetes/labels';

/** Who may come in by a route from outside the cluster: `networks`, `guardedBy` or both, or `open`. */
export interface RouteAccess {
  /** Networks in CIDR notation: nobody else gets through. @default - every network */
  readonly networks?: readonly string[];
  /** What else keeps strangers out, in words: `oauth2-proxy, by auth-url`, `a login of its own`. @default - nothing */
  readonly guardedBy?: string;
  /** Why everybody may come in, in words: `a public web site`. @default - not everybody may */
  readonly open?: string;
}

/** Id of the rule that asks every entrance who may come in. */
export const openEntranceRule = 'entrance-open';

const everybody = ['0.0.0.0/0', '::/0'];

/** Whether a list of networks holds every address. */
export function isEverybody(networks: readonly unknown[]): boolean {
  return networks.some((network) => everybody.includes(String(network)));
}

/** What an object says of who may come in by it: that everybody may is a waiver, and shows with every check. */
export function accessAnnotations({ networks, guardedBy, open }: RouteAccess = {}): Record<string, string> {
  if (open !== undefined) return { [`${WAIVER_PREFIX}${openEntranceRule}`]: open.trim() };
  const told = [networks && `networks ${networks.join(', ')}`, guardedBy && `guarded by ${guardedBy.trim()}`];
  const said = told.filter((text) => text !== undefined);
  return said.length === 0 ? {} : { [annotations.access]: said.join('; ') };
}
