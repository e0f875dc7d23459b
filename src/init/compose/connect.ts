import { capitals } from '../../endpoints';
import type { Code } from '../code';
import type { Note } from '../plan';
import type { CastService, Role } from './roles';
import { isSecret, type SecretValues } from './secret-values';
import type { ComposeVariable } from './service';

/** What becomes of the variables of a service. */
export interface ConnectedVariables {
  /** Those that are the tier's own. */
  readonly env: Readonly<Record<string, Code>>;
  /** Those that come from what it connects to: part or text with parts, by variable, by target. */
  readonly connections: ReadonlyMap<CastService, Readonly<Record<string, string>>>;
}

const url = /\b([a-z][a-z0-9+.-]*):\/\/(?:([^\s:@/]*)(?::([^\s@/]*))?@)?([\w.-]+)(?::(\d+))?(\/[^\s?#,;"']*)?/gi;
const hasLogin: readonly Role[] = ['postgres', 'rabbitmq', 'redis'];
const namesHost = /(?:host|hostname|server|addr|address|endpoint|service|node|broker|domain|url|uri)$/i;

/** Reads hosts and logins out of the variables of one service. */
export class VariableReader {
  private readonly env: Record<string, Code> = {};
  private readonly connections = new Map<CastService, Record<string, string>>();

  /** @param hosts the other services, by each of their names */
  constructor(
    private readonly owner: CastService,
    private readonly hosts: ReadonlyMap<string, CastService>,
    private readonly secrets: SecretValues,
    private readonly tell: (note: Note) => void,
  ) {}

  read(variables: readonly ComposeVariable[]): ConnectedVariables {
    const { owner, hosts } = this;
    for (const { service } of owner.service.dependencies) {
      const target = hosts.get(service);
      if (target?.port !== undefined) this.targetOf(target);
    }
    for (const word of [...owner.service.entrypoint, ...owner.service.command]) {
      for (const target of new Set(hosts.values()))
        if (target !== owner && this.isAddressed(word, target)) this.targetOf(target);
    }
    const rest = variables.filter((variable) => !this.readHosts(variable));
    for (const variable of rest) if (!this.readLogin(variable)) this.keep(variable);
    for (const [{ service, role }, env] of this.connections) {
      const parts = Object.values(env).join(' ');
      if (role !== 'redis' || parts === '' || /password/.test(parts)) continue;
      env[`${capitals(service.name)}_PASSWORD`] = 'password';
      this.tell({
        where: service.where,
        message: `'${service.name}' asks for a password: '${owner.service.name}' has to log in with the variable that ends in _PASSWORD`,
      });
    }
    return { env: this.env, connections: this.connections };
  }

  private targetOf(target: CastService): Record<string, string> {
    const known = this.connections.get(target) ?? {};
    this.connections.set(target, known);
    return known;
  }

  /** Whether a variable names a host that this project has. */
  private readHosts(variable: ComposeVariable): boolean {
    const { name, value = '' } = variable;
    const found = [...value.matchAll(/[\w.-]+/g)].flatMap(([word]) => this.hosts.get(word) ?? []);
    const targets = [...new Set(found)].filter((target) => target !== this.owner && target.port !== undefined);
    const [target] = targets;
    if (target === undefined) return false;
    const text = targets.length > 1 ? undefined : this.templateOf(variable, target);
    if (text !== undefined) {
      this.targetOf(target)[name] = text;
      return true;
    }
    const addressed = targets.filter((one) => this.isAddressed(value, one));
    for (const one of addressed) this.targetOf(one);
    return false;
  }

  private isAddressed(value: string, target: CastService): boolean {
    return [...this.hosts].some(
      ([host, one]) =>
        one === target &&
        one.port !== undefined &&
        new RegExp(`(?:^|[/@=,\\s])${host.replaceAll(/[^\w-]/g, '\\$&')}:\\d+`).test(value),
    );
  }

  /** The value with parts of the target in it, or `undefined` if it can't be said so. */
  private templateOf({ name, value = '' }: ComposeVariable, target: CastService): string | undefined {
    const isTarget = (host = '') => this.hosts.get(host) === target;
    const port = (given: string | undefined) => given === undefined || Number(given) === target.port;
    if (isTarget(value)) return namesHost.test(name) ? 'host' : undefined;
    const [, host, number] = /^([\w.-]+):(\d+)$/.exec(value) ?? [];
    if (isTarget(host)) return port(number) ? 'address' : undefined;
    const urls = [...value.matchAll(url)].filter(([, , , , one]) => isTarget(one));
    const [match] = urls;
    if (match && urls.length === 1) {
      const [whole, scheme = '', user = '', password, , number, path = ''] = match;
      if (!port(number)) return undefined;
      if (!hasLogin.includes(target.role) && password !== undefined) return undefined;
      const before = value.slice(0, match.index);
      const after = value.slice(match.index + whole.length);
      const login = loginText(target, user);
      return `${braces(before)}${scheme}://${login}{address}${pathText(target, path)}${braces(after)}`;
    }
    return /(?:^|[;\s])(?:host|server|data source)\s*=/i.test(value)
      ? settingsText(value, target, isTarget)
      : undefined;
  }

  /** Whether a variable is part of the login to what the service connects to. */
  private readLogin({ name, value }: ComposeVariable): boolean {
    if (value === undefined || value === '') return false;
    for (const [target, env] of this.connections) {
      const { user, password, database } = target.login;
      const is = (given: string | undefined, words: RegExp) => given === value && words.test(name);
      const part = is(password, /pass|pwd|pw$/i)
        ? 'password'
        : is(user, /user|login|role/i)
          ? 'user'
          : is(database, /db|database|name|vhost/i)
            ? target.role === 'rabbitmq'
              ? 'vhost'
              : 'database'
            : value === String(target.port) && /port$/i.test(name)
              ? 'port'
              : undefined;
      if (part === undefined) continue;
      env[name] = part;
      return true;
    }
    return false;
  }

  /** A variable that stays the tier's own; what is secret in it does not. */
  private keep(variable: ComposeVariable): void {
    const { name, value, where } = variable;
    const { service } = this.owner;
    if (isSecret(variable) || (value === undefined && isSecret({ name, value: '?' }))) {
      this.env[name] = this.secrets.keyFor(service.name, variable);
      return;
    }
    if (value === undefined) {
      this.tell({
        where,
        message: `variable '${name}' of service '${service.name}' has no value here, and is left out: write it into the chart`,
      });
      return;
    }
    this.env[name] = '';
    const hidden = this.secrets.hide(
      service.name,
      { name: `${name}_PASSWORD`, value: escaped(value), where },
      this.env,
    );
    // Kubernetes knows the variables that stand before.
    delete this.env[name];
    this.env[name] = this.withHosts(hidden, name, where);
  }

  /** URLs with the names that hosts have in the cluster; of hosts elsewhere it is told that nothing reaches them. */
  private withHosts(text: string, name: string, where: string): string {
    return text.replaceAll(url, (whole, _scheme, _user, _password, host: string) => {
      const target = this.hosts.get(host);
      if (target) return whole.replace(new RegExp(`([/@])${host}`), `$1${target.service.name}`);
      if (/\./.test(host) && !/^(?:127\.|0\.0\.0\.0)/.test(host)) {
        const message = `'${name}' of service '${this.owner.service.name}' names '${host}', which no policy lets it reach: make an endpoint by \`fromAddress\` and connect to it`;
        this.tell({ where, message });
      }
      return whole;
    });
  }
}

/** Text in which `$(X)` is no reference. */
function escaped(text: string): string {
  return text.replaceAll('$(', () => '$$(');
}

/** Text in a template, where a word in braces would be a part. */
function braces(text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, '{{$1}}');
}

function loginText({ role }: CastService, user: string): string {
  if (role === 'redis') return ':{password}@';
  if (role === 'postgres' || role === 'rabbitmq') return '{user}:{password}@';
  return user === '' ? '' : `${user}@`;
}

function pathText({ role }: CastService, path: string): string {
  if (role === 'postgres') return '/{database}';
  return role === 'rabbitmq' ? '/{vhost}' : braces(path);
}

const settingParts: readonly (readonly [RegExp, string])[] = [
  [/^(?:host|server|data source)$/i, 'host'],
  [/^port$/i, 'port'],
  [/^(?:user|username|user id|uid)$/i, 'user'],
  [/^(?:password|pwd)$/i, 'password'],
  [/^(?:dbname|database|initial catalog)$/i, 'database'],
];

/** `Server=db;User Id=shop;Password=...`: each value that the target knows becomes its part. */
function settingsText(value: string, target: CastService, isTarget: (host: string) => boolean): string | undefined {
  if (!hasLogin.includes(target.role) && /(?:password|pwd)\s*=/i.test(value)) return undefined;
  const separator = value.includes(';') ? ';' : ' ';
  let found = false;
  const parts = value.split(separator).map((setting) => {
    const [, key = '', given = ''] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(setting) ?? [];
    const part = settingParts.find(([names]) => names.test(key))?.[1];
    if (part === 'host') found ||= isTarget(given);
    return part === undefined ? braces(setting) : `${key}={${part}}`;
  });
  return found ? parts.join(separator) : undefined;
}
