import { texts } from '../../fields';
import type { Rule } from '../../rule';

const LIMIT = 1_048_576;
const LAST_APPLIED = 262_144;

export const configmapSize: Rule = {
  id: 'configmap-size',
  title: 'a ConfigMap or Secret is larger than the API server takes',
  severity: 'error',
  why: 'it is refused; above 256 KiB a client-side apply cannot record it either',
  mend: 'split it: one dashboard or one file for each ConfigMap',
  source: 'Kubernetes docs, ConfigMap: 1 MiB',
  *check(context) {
    for (const entry of [...context.ofKind('/ConfigMap'), ...context.ofKind('/Secret')]) {
      let size = 0;
      for (const part of ['data', 'binaryData', 'stringData']) {
        const encoded = part === 'binaryData' || (entry.kind === 'Secret' && part === 'data');
        for (const [key, value] of texts(entry.object[part]))
          size += key.length + (encoded ? Math.floor(value.length * 0.75) : Buffer.byteLength(value));
      }
      if (size > LIMIT) yield { entry, value: `${size} bytes` };
      else if (size > LAST_APPLIED)
        yield {
          entry,
          value: `${size} bytes`,
          severity: 'info',
          what: 'it must be applied server-side',
          mend: 'keep ServerSideApply on, or split it',
        };
    }
  },
};
