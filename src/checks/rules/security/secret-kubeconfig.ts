import { embeddedFiles } from '../../embedded';
import type { Rule } from '../../rule';

export const secretKubeconfig: Rule = {
  id: 'secret-kubeconfig',
  title: 'credentials of a cluster are written in a manifest',
  severity: 'error',
  why: 'whoever reads the repository has the rights of that user, often all rights',
  mend: 'give the pod its own ServiceAccount and a role with what it needs; revoke these credentials',
  *check(context) {
    const secrets = context.ofKind('/Secret').flatMap((entry) => embeddedFiles(entry));
    for (const { entry, text: content, path } of [...context.configFiles, ...secrets]) {
      if (/^\s*(?:client-key-data|token|password):\s*\S{8}/m.test(content) && /^kind:\s*Config\s*$/m.test(content))
        yield { entry, field: path };
    }
  },
};
