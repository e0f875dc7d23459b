import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const writableRoot: Rule = {
  id: 'writable-root',
  title: 'a container may write its own file system',
  severity: 'info',
  why: 'who breaks in can put programs there',
  mend: 'readOnlyRootFilesystem: true, with an emptyDir where the program writes',
  *check({ containers }) {
    for (const { template, path, fields: container } of containers) {
      if (dig(container, 'securityContext', 'readOnlyRootFilesystem') !== true)
        yield { entry: template.entry, field: `${path}.securityContext.readOnlyRootFilesystem` };
    }
  },
};
