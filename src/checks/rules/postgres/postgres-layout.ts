import { imageName, majorOf, productOf } from '../../domain/images';
import { environmentOf, mountsOf } from '../../domain/mounted';
import type { Rule } from '../../rule';

const DATA = '/var/lib/postgresql/data';

export const postgresLayout: Rule = {
  id: 'postgres-layout',
  title: 'the data folder and its volume do not fit the major version of PostgreSQL',
  severity: 'error',
  why: 'initdb refuses a folder that is not empty (lost+found), the image refuses the old layout, or the data lies outside the volume and is lost with the pod',
  mend: 'from 18 mount /var/lib/postgresql; up to 17 mount /var/lib/postgresql/data and set PGDATA to a folder below it',
  source: 'PostgreSQL image, docker-entrypoint',
  *check(context) {
    for (const container of context.containers) {
      const major = majorOf(container.image);
      if (productOf(container) !== 'postgres' || imageName(container.image) !== 'postgres' || major === undefined)
        continue;
      const { entry } = container.template;
      const given = environmentOf(context, container).get('PGDATA');
      const data = (given ?? (major >= 18 ? `/var/lib/postgresql/${major}/docker` : DATA)).replace(/\/+$/, '');
      for (const mount of mountsOf(context, container)) {
        if (major >= 18 && mount.path === DATA)
          yield { entry, field: mount.field, value: `${DATA} with version ${major}` };
        else if (mount.lasting && mount.path === data && mount.subPath === undefined) {
          // Without PGDATA it works on volumes whose root is empty.
          yield {
            entry,
            field: mount.field,
            value: `PGDATA ${data} is the root of the volume`,
            severity: given === undefined ? 'warning' : 'error',
          };
        } else if (
          mount.lasting &&
          mount.path.startsWith('/var/lib/postgresql') &&
          !data.startsWith(`${mount.path}/`) &&
          mount.path !== data
        ) {
          yield { entry, field: mount.field, value: `PGDATA ${data} lies outside ${mount.path}` };
        } else if (mount.lasting && major < 18 && mount.path === '/var/lib/postgresql' && data === DATA) {
          yield {
            entry,
            field: mount.field,
            value: mount.path,
            what: 'the image declares a volume of its own at the data folder, which hides this one',
          };
        }
      }
    }
  },
};
