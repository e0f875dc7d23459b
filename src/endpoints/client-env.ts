import type { EnvValue } from '../kubernetes';
import { refuse } from '../problem';
import { endpointPath, type Told } from './endpoint';
import type { EnvMap } from './parts';

/**
 * Variables that a client gets of an endpoint: those that the endpoint gives, with a prefix (`DATABASE`: `DATABASE_HOST` and so
 * on); none (`false`); or those that the program wants, by its own names
 * (`{ PGHOST: 'host', DSN: 'postgresql://{user}:{password}@{address}/shop' }`).
 */
export type ClientEnv<P extends string = string> = string | false | EnvMap<P>;

/**
 * The variables of a client, as they are asked for. A key of a Secret inside a text becomes a variable of its own before it,
 * `<VARIABLE>_<PART>`, unless another variable that is asked for holds that part already.
 *
 * @param where path of the client, for errors
 * @throws ProblemsError with every part that the endpoint has not
 */
export function clientVariables(where: string, endpoint: Told, env: ClientEnv): [string, EnvValue][] {
  const asked = askedParts(endpoint, env);
  const resolver = new PartResolver(endpoint, asked);
  const variables = [...asked].flatMap(([variable, source]) => {
    const own = new Map<string, EnvValue>();
    const value = resolver.resolve(variable, source, own);
    return [...own, [variable, value] as [string, EnvValue]];
  });
  refuse(where, [...new Set(resolver.problems)]);
  return variables;
}

/** A name as part of a variable's: `sftp-download` is `SFTP_DOWNLOAD`. */
export function capitals(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/** The end of the variable that holds a part: `accessKeyId` is `ACCESS_KEY_ID`. */
function suffixOf(part: string): string {
  return part === 'database' ? 'NAME' : capitals(part.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_'));
}

function askedParts({ parts, defaultParts }: Told, env: ClientEnv): ReadonlyMap<string, string> {
  if (env === false) return new Map();
  if (typeof env !== 'string') return new Map(Object.entries(env));
  const given = (defaultParts ?? Object.keys(parts)).filter((part) => parts[part] !== undefined);
  return new Map(given.map((part) => [`${env}_${suffixOf(part)}`, part]));
}

const placeholder = /\{\{(\w+)\}\}|\{(\w+)\}/g;

class PartResolver {
  readonly problems: string[] = [];

  constructor(
    private readonly endpoint: Told,
    private readonly asked: ReadonlyMap<string, string>,
  ) {}

  /**
   * Value of a variable.
   * @param own gets the variables that it needs for itself
   */
  resolve(variable: string, source: string, own: Map<string, EnvValue>): EnvValue {
    const expand = (text: string, within: readonly string[]): string =>
      text.replace(placeholder, (_, literal: string | undefined, part: string) => {
        if (literal !== undefined) return `{${literal}}`;
        const value = read(part, within);
        if (typeof value === 'string') return value;
        const holder = this.holderOf(part);
        if (holder !== undefined) return `$(${holder})`;
        const name = `${variable}_${suffixOf(part)}`;
        own.set(name, value);
        return `$(${name})`;
      });
    const read = (part: string, within: readonly string[]): EnvValue => {
      if (within.includes(part)) {
        this.problems.push(`part '${part}' of ${this.owner} is made of itself, give it another template`);
        return '';
      }
      const value = this.partOf(part, variable);
      return typeof value === 'object' && 'template' in value ? expand(value.template, [...within, part]) : value;
    };
    return source.includes('{') ? expand(source, []) : read(source, []);
  }

  /** The variable that holds a part as it is. */
  private holderOf(part: string): string | undefined {
    return [...this.asked].find(([, source]) => source === part)?.[0];
  }

  private partOf(part: string, variable: string) {
    const { parts } = this.endpoint;
    const value = Object.hasOwn(parts, part) ? parts[part] : undefined;
    if (value !== undefined) return value;
    const given = Object.keys(parts).filter((name) => parts[name] !== undefined);
    const has = given.length > 0 ? `its parts are ${given.join(', ')}` : 'it has no parts';
    this.problems.push(`variable '${variable}' asks for part '${part}' of ${this.owner}, ${has}`);
    return '';
  }

  private get owner(): string {
    return `'${endpointPath(this.endpoint) ?? this.endpoint.name}'`;
  }
}
