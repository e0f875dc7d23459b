import { dig, text } from '../../fields';
import type { Rule } from '../../rule';

const kinds: Readonly<Record<string, string>> = {
  'external-secrets': 'ExternalSecret',
  'sealed-secrets': 'SealedSecret',
};

export const refPromise: Rule = {
  id: 'ref-promise',
  title: 'the index promises a Secret that no object makes',
  severity: 'error',
  why: 'every pod that needs it waits for it for ever',
  mend: 'render the output anew',
  *check(context) {
    const made = new Set<string>();
    for (const kind of Object.values(kinds)) {
      for (const { namespace, name, spec } of context.ofKind(kind)) {
        made.add(`${kind} ${namespace}/${text(dig(spec, 'target', 'name')) ?? name}`);
      }
    }
    for (const { environment, namespace, name, provider } of context.options.index?.secrets ?? []) {
      const kind = kinds[provider];
      if (kind === undefined || (context.environment !== '' && environment !== context.environment)) continue;
      const wanted = `${kind} ${namespace}/${name}`;
      if (made.has(wanted)) continue;
      if (provider !== 'sealed-secrets') yield { value: wanted };
      else {
        // Sealing reads the index, so the output comes first, and once more after it.
        const mend = `run npm run secrets -- seal --environment ${environment}, then render the output anew`;
        yield { value: wanted, severity: 'warning', mend };
      }
    }
  },
};
