import { namesSecret } from '../../checks/rules/security/secret-texts';
import { call, type Expression, expression } from '../code';
import type { Note, PlannedConstruct } from '../plan';
import type { Variables } from '../variables';
import type { ComposeVariable } from './service';

/** What somebody else issues: to make it anew would be of no use. */
const issued = /api_?key|token|access_?key|client_?secret|private_?key|smtp|mail|stripe|aws|licen[cs]e/i;

/** Whether a variable holds what must not be written down. */
export function isSecret({ name, value = '' }: Pick<ComposeVariable, 'name' | 'value'>): boolean {
  return namesSecret(name) && !/^(?:|true|false|yes|no|on|off|\/.*)$/i.test(value);
}

/** Credentials in place of the passwords of a Compose file: one for each value, so that who shares one goes on sharing it. */
export class SecretValues {
  readonly constructs: PlannedConstruct[] = [];
  readonly notes: Note[] = [];
  private readonly byValue = new Map<string, Expression>();

  constructor(private readonly variables: Variables) {}

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
