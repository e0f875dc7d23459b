/** A host that a text names, as a program reads it. */
export interface NamedHost {
  /** As written, without the port. */
  readonly host: string;
  readonly port?: number;
  /** Of the URL that it stands in, `jdbc:` and the like left out. */
  readonly scheme?: string;
  /** In an URL; alone where a host is meant; as `host:port` among other words, which may as well be an image or a user. */
  readonly written: 'url' | 'alone' | 'pair';
}

const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const one = `${label}(?:\\.${label})*\\.?(?::\\d{1,5})?`;

/** Scheme, user and password, and the hosts before the path: drivers take several, joined by commas. */
const inUrl = new RegExp(
  `\\b([a-zA-Z][a-zA-Z0-9+.-]{0,30})://(?:[^\\s/"'\`?#]*@)?(${one}(?:,${one})*)(?:[/?#][^\\s"'\`,;]*|(?=[\\s"'\`,;)\\]}<]|$))`,
  'g',
);
const alone = new RegExp(`^${one}$`);

/** Ends of names of variables and flags that hold hosts. */
const hostNames =
  /(?:^|_)(?:HOSTS?|HOSTNAMES?|ADDR|ADDRS|ADDRESS|ADDRESSES|SERVERS?|URLS?|URIS?|ENDPOINTS?|BROKERS|PEERS?|UPSTREAMS?)$/;

/** Parts of names of variables that tell who may call, or by which name the program itself is called. */
const callerNames =
  /(?:^|_)(?:ORIGINS?|ALLOWED|TRUSTED|CORS|VIRTUAL|PUBLIC|EXTERNAL|LISTEN|LISTENERS?|BIND|ADVERTISED|NO_PROXY)(?:_|$)/;

/** Whether a variable or flag holds hosts, by its name: `DB_HOST`, `--cache-url`, `brokerAddress`. */
export function holdsHosts(name: string): boolean {
  return hostNames.test(upperCase(name));
}

/** Whether a variable or flag is about who calls this program, and not about whom it calls: `CORS_ORIGIN`, `ALLOWED_HOSTS`. */
export function tellsOfCallers(name: string): boolean {
  return callerNames.test(upperCase(name));
}

/** `brokerAddress`, `--broker-address` and `broker.address` as `BROKER_ADDRESS`. */
function upperCase(name: string): string {
  return name
    .replace(/^-+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.-]/g, '_')
    .toUpperCase();
}

/**
 * The hosts that a text names, in order: in URLs, and as `host:port`.
 * @param isHost whether a text that is a host, or a list of hosts, means that
 */
export function hostsIn(text: string, isHost: boolean): readonly NamedHost[] {
  const found: NamedHost[] = [];
  const rest = text.replace(inUrl, (_url, scheme: string, hosts: string) => {
    for (const host of hosts.split(',')) found.push({ ...hostOf(host, 'url'), scheme });
    return ' ';
  });
  if (isHost) {
    for (const item of rest.split(/[\s,;]+/)) if (alone.test(item)) found.push(hostOf(item, 'alone'));
    return found;
  }
  for (const word of rest.split(/[\s"'`=,;|&()<>[\]{}]+/)) {
    if (word.includes(':') && alone.test(word)) found.push(hostOf(word, 'pair'));
  }
  return found;
}

function hostOf(text: string, written: NamedHost['written']): NamedHost {
  const [host = '', port] = text.split(':');
  return { host: host.replace(/\.$/, ''), written, ...(port !== undefined && { port: Number(port) }) };
}
