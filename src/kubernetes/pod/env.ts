import type { SecretKey } from '../secret-key';

/** Value of an environment variable: text, a key of a Secret, or a field of the pod (`metadata.name`). */
export type EnvValue = string | SecretKey | { readonly field: string };

/** Environment variables, which may refer to each other as `$(NAME)`. */
export class EnvironmentVariables {
  private readonly values = new Map<string, EnvValue>();

  /** @throws if the variable has another value already */
  add(name: string, value: EnvValue): void {
    const wrong = variableNameProblem(name);
    if (wrong) throw new Error(wrong);
    const known = this.values.get(name);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(value)) {
      throw new Error(
        `environment variable '${name}' is set twice, to ${describe(known)} and to ${describe(value)}; give one of the connections another \`env\``,
      );
    }
    this.values.set(name, value);
  }

  /** The `env` field of a container: a variable stands after those that its text refers to, or Kubernetes leaves them as they are. */
  toSpec() {
    const seen = new Set<string>();
    const ordered = new Map<string, EnvValue>();
    const place = (name: string) => {
      const value = this.values.get(name);
      if (value === undefined || seen.has(name)) return;
      seen.add(name);
      referencesIn(value).forEach(place);
      ordered.set(name, value);
    };
    [...this.values.keys()].forEach(place);
    return [...ordered].map(([name, value]) => ({ name, ...toSource(value) }));
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  get isEmpty(): boolean {
    return this.values.size === 0;
  }
}

/** What is wrong with the name of a variable, or `undefined`. */
export function variableNameProblem(name: string): string | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return undefined;
  return `'${name}' is not a variable name: use letters, digits and '_', not beginning with a digit`;
}

// `$$` is Kubernetes' way to say a dollar.
function referencesIn(value: EnvValue): string[] {
  const found = typeof value === 'string' ? [...value.matchAll(/\$\$|\$\(([^)]+)\)/g)] : [];
  return found.flatMap(([, name]) => name ?? []);
}

function toSource(value: EnvValue) {
  if (typeof value === 'string') return { value };
  if ('field' in value) return { valueFrom: { fieldRef: { fieldPath: value.field } } };
  return { valueFrom: { secretKeyRef: { name: value.secretName, key: value.key } } };
}

function describe(value: EnvValue): string {
  if (typeof value === 'string') return `'${value}'`;
  return 'field' in value ? `field ${value.field}` : `key ${value.key} of Secret ${value.secretName}`;
}
