/** The role that the image makes; it may do anything. */
export const superuserName = 'postgres';

/** Bytes of a name: PostgreSQL cuts longer ones without a word. */
const longest = 63;

/** Databases that every server has. */
const ownDatabases: readonly string[] = ['postgres', 'template0', 'template1'];

/** All that is wrong with the names of a database and the role that owns it. */
export function nameProblems(database: string, owner: string): string[] {
  const given = owner === database ? { database } : { database, owner };
  const wrong = Object.entries(given)
    .filter(([, name]) => !/^[a-z_][a-z0-9_]{0,62}$/.test(name))
    .map(
      ([what, name]) =>
        `${what} '${name}' is not a name of PostgreSQL without quotes, use at most 63 lower-case letters, digits and '_', not beginning with a digit`,
    );
  if (owner === superuserName) wrong.push(`owner '${owner}' is the superuser, give the database a role of its own`);
  if (owner.startsWith('pg_')) {
    wrong.push(`owner '${owner}' begins with 'pg_', as roles of the server itself do: choose another name`);
  }
  return wrong;
}

/** What is wrong with the name of a further database, or `undefined`. @param known those that the server holds already */
export function addedNameProblem(name: string, known: ReadonlyMap<string, unknown>): string | undefined {
  if (ownDatabases.includes(name)) return `database '${name}' is the server's own, choose another name`;
  if (known.has(name)) return `database '${name}' is declared twice, use the first one or choose another name`;
  return undefined;
}

/** Role of a tier: no database, owner or group is named so. It is shorter than the name of its Secret, which may have 63 characters. */
export function roleOf(client: string): string {
  return `user-${client}`;
}

/** What is wrong with the groups that rights in a database need, or `undefined`. */
export function groupProblem(database: string): string | undefined {
  const group = `write-${database}`;
  if (group.length <= longest) return undefined;
  return `database '${database}' is too long for rights in it: its group '${group}' has ${group.length} characters, PostgreSQL keeps ${longest} of a name: shorten it by ${group.length - longest}`;
}
