import { namesSecret } from '../../checks/rules/security/secret-texts';
import { type Code, call, Expression, expression } from '../code';
import type { Note, PlannedConstruct } from '../plan';
import type { Variables } from '../variables';
import type { ComposeVariable } from './service';

/** What somebody else issues: to make it anew would be of no use. */
const issued = /api_?key|token|access_?key|client_?secret|private_?key|smtp|mail|stripe|aws|licen[cs]e/i;

/** Whether a variable holds what must not be written down. */
export function isSecret({ name, value = '' }: Pick<ComposeVariable, 'name' | 'value'>): boolean {
  return namesSecret(name) && !/^(?:|true|false|yes|no|on|off)$/i.test(value);
}

/** Credentials in place of the passwords of a Compose file: one for each value, so that who shares one goes on sharing it. */
export class SecretValues {
  readonly constructs: PlannedConstruct[] = [];
  readonly notes: Note[] = [];
  private readonly byValue = new Map<string, Expression>();

  /** @param passwords known from servers of the file, wherever else they stand */
  constructor(
    private readonly variables: Variables,
    private readonly passwords: ReadonlySet<string>,
  ) {}

  /**
   * A text with references in place of the passwords in it: of URLs, of settings, of options, and those that are known.
   *
   * @param holder name of the variable that holds a password
   * @param env gets those variables
   */
  hide(owner: string, { name: holder, value: text = '', where }: ComposeVariable, env: Record<string, Code>): string {
    let result = text;
    for (const password of new Set([
      ...passwordsIn(text),
      ...[...this.passwords].filter((one) => text.includes(one)),
    ])) {
      const names = Object.keys(env);
      const key = this.keyFor(owner, { name: holder, value: password, where });
      const same = names.find((name) => sameKey(env[name], key));
      const free = [holder, `${holder}_2`, `${holder}_3`].find((name) => !names.includes(name)) ?? holder;
      const name = same ?? free;
      env[name] = key;
      result = result.replaceAll(password, `$(${name})`);
    }
    return result;
  }

  /** The key that takes the place of a value; without one, it comes from outside. */
  keyFor(owner: string, { name, value, where }: ComposeVariable): Expression {
    const same = value === undefined ? `\n${name}` : value;
    const known = this.byValue.get(same);
    if (known) return known;
    const own = name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
    const id = own.startsWith(`${owner}-`) ? own : `${owner}-${own}`;
    const fromOutside = value === undefined || issued.test(name);
    const variable = this.variables.nameFor(id, 'Secret');
    const source = fromOutside ? call('outside', `${name} of ${owner}`) : call('generated');
    this.constructs.push({
      variable,
      place: 'data',
      code: call('new Credential', expression('data'), id, { name: id, keys: { value: source } }),
    });
    const becomes = fromOutside
      ? 'comes from outside: `npm run secrets -- create` takes it from a file'
      : 'is made anew';
    this.notes.push({ where, message: `the value of '${name}' is not taken over: Secret '${id}' ${becomes}` });
    const key = expression(`${variable}.key('value')`);
    this.byValue.set(same, key);
    return key;
  }
}

const url = /[a-z][a-z0-9+.-]*:\/\/[^\s:@/]*:([^\s@/]+)@/gi;
const setting = /(?:^|[\s;?&-])(?:[\w-]*(?:password|passwd|pwd|token|secret))\s*=\s*([^\s;&$'"]+)/gi;

/** Passwords that stand in a text: of URLs, settings and options. */
export function passwordsIn(text: string): string[] {
  return [...text.matchAll(url), ...text.matchAll(setting)].flatMap(([, password]) => password ?? []);
}

function sameKey(one: Code | undefined, other: Expression): boolean {
  return one instanceof Expression && one.text === other.text;
}
