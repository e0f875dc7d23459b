/** Where a version of the official image keeps its data. Source: docker-library/postgres. */
export interface DataLayout {
  /** Where the volume is mounted. */
  readonly mountPath: string;
  /** Value of PGDATA. */
  readonly dataDirectory: string;
}

/**
 * From 18 on the image wants the parent mounted and keeps each major version in a folder of its own. Before, PGDATA has to be
 * a folder below the mount, because a fresh volume holds lost+found and initdb refuses a folder that isn't empty.
 */
export function layoutFor(major: number): DataLayout {
  return major >= 18
    ? { mountPath: '/var/lib/postgresql', dataDirectory: `/var/lib/postgresql/${major}/docker` }
    : { mountPath: '/var/lib/postgresql/data', dataDirectory: '/var/lib/postgresql/data/pgdata' };
}

/**
 * Major version of a PostgreSQL image, from its tag.
 * @throws if the tag doesn't begin with a number
 */
export function majorOf(image: string): number {
  const match = /:(\d+)(?:[.\-@]|$)/.exec(image);
  if (!match) throw new Error(`image '${image}' has no major version in its tag, give one such as postgres:18.6`);
  return Number(match[1]);
}

/** User of the image: Debian's is 999, Alpine's 70. */
export function userFor(image: string) {
  const id = /alpine/.test(image) ? 70 : 999;
  return { uid: id, gid: id };
}
