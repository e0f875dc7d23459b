import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../../..');

/** The folder that `test/servers/install` fills; `CDK8S_TIERS_SERVERS` overrides it. */
export const cache = resolve(process.env.CDK8S_TIERS_SERVERS ?? join(project, '.cache/servers'));

/** A file tree to chroot into: `root` has the servers, `floor` the oldest Python and pika that are supported. */
export type RootName = 'root' | 'floor';

/** The folder of a root. Throws, with the mend, when it has not been unpacked. */
export function rootFolder(name: RootName): string {
  if (!existsSync(join(cache, 'recipe')) || !existsSync(join(cache, name, 'packages'))) {
    throw new Error(`the servers of the tests are not in ${cache}; run test/servers/install`);
  }
  return join(cache, name);
}

/** Version of a package in a root, or undefined: `packageVersion('root', /^postgresql-\d+$/)`. */
export function packageVersion(root: RootName, name: RegExp): string | undefined {
  const lines = readFileSync(join(rootFolder(root), 'packages'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => line.split(' ')).find(([found]) => name.test(found ?? ''))?.[1];
}

/** One line of what a run of tests is run against. */
export function versions(): string {
  const rows: [string, RootName, RegExp][] = [
    ['rabbitmq', 'root', /^rabbitmq-server$/],
    ['postgresql', 'root', /^postgresql-\d+$/],
    ['redis', 'root', /^redis-server$/],
    ['prometheus', 'root', /^prometheus$/],
    ['python', 'root', /^python3$/],
    ['pika', 'root', /^python3-pika$/],
    ['oldest python', 'floor', /^python3$/],
    ['oldest pika', 'floor', /^python3-pika$/],
  ];
  return rows.map(([title, root, name]) => `${title} ${packageVersion(root, name)}`).join(', ');
}

/** What the installer had to take older than it should, a line each; the tests that need the newer one fail. */
export function fallbacks(): string[] {
  const file = join(cache, 'fallbacks');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}
