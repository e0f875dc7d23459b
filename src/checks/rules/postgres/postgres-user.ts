import { imageName, parseImage, productOf } from '../../domain/images';
import { dig } from '../../fields';
import type { Rule } from '../../rule';

export const postgresUser: Rule = {
  id: 'postgres-user',
  title: 'PostgreSQL runs as a user that does not own its data',
  severity: 'warning',
  why: 'the image for Debian uses uid 999, the one for Alpine 70; a change of variant makes the data unreadable and changes the order of texts',
  mend: 'runAsUser 999 (Debian) or 70 (Alpine)',
  source: 'PostgreSQL image, Dockerfile',
  *check({ containers }) {
    for (const container of containers) {
      if (productOf(container) !== 'postgres' || imageName(container.image) !== 'postgres') continue;
      const { entry, spec, specPath } = container.template;
      const own = dig(container.fields, 'securityContext', 'runAsUser');
      const user = own ?? dig(spec, 'securityContext', 'runAsUser');
      const right = parseImage(container.image).tag.includes('alpine') ? 70 : 999;
      if (typeof user === 'number' && user !== right)
        yield {
          entry,
          field:
            own === undefined ? `${specPath}.securityContext.runAsUser` : `${container.path}.securityContext.runAsUser`,
          value: user,
        };
    }
  },
};
