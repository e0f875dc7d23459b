/** A port that a service listens on, and where the machine hands it on. */
export interface ComposePort {
  readonly target: number;
  /** @default - it is reached by other services only */
  readonly published?: number | undefined;
  readonly udp: boolean;
  /** Whether it is handed on from the machine itself only. */
  readonly isLocal: boolean;
}

/** Ports of the short form: `80`, `8080:80`, `127.0.0.1:8001-8002:80-81/udp`; `undefined` for what is none. */
export function portsOfText(text: string): ComposePort[] | undefined {
  const match = /^(?:(\[[\da-f:]+\]|\d+(?:\.\d+){3}):)?(?:(\d*(?:-\d+)?):)?(\d+)(?:-(\d+))?(?:\/(tcp|udp))?$/i.exec(
    text,
  );
  if (!match) return undefined;
  const [, host, published, first, last = first, protocol] = match;
  const [from, to] = [Number(first), Number(last)];
  if (to < from || to - from > 100) return undefined;
  const start = published === undefined ? undefined : Number.parseInt(published, 10) || from;
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    target: from + index,
    published: start === undefined ? from + index : start + index,
    udp: protocol?.toLowerCase() === 'udp',
    isLocal: host !== undefined && /^(?:127\.|\[::1\])/.test(host),
  }));
}

/** What is mounted into a service. */
export interface ComposeMount {
  readonly kind: 'volume' | 'bind' | 'tmpfs' | 'other';
  /** Name of the volume, or path on the machine. @default - an anonymous volume */
  readonly source?: string | undefined;
  readonly target: string;
}

/** A mount of the short form: `data:/var/lib`, `./conf:/etc/conf:ro`, `/var/cache`. */
export function mountOfText(text: string): ComposeMount {
  const [first = '', second] = text.split(':');
  if (second === undefined || /^(?:ro|rw|z|Z|nocopy|,)+$/.test(second)) return { kind: 'volume', target: first };
  return { kind: /^[./~]/.test(first) ? 'bind' : 'volume', source: first, target: second };
}
