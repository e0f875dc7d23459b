import { knownProducts } from '../../manifests/model/products';
import type { Variables } from '../variables';
import type { ComposeFile, ComposeService } from './service';

/** What a service becomes. */
export type Role = 'postgres' | 'rabbitmq' | 'redis' | 'stateful' | 'web' | 'background' | 'job';

/** What others know of a service by its login, as its own variables say it. */
export interface Login {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
}

/** A service and what it becomes. */
export interface CastService {
  readonly service: ComposeService;
  readonly role: Role;
  readonly variable: string;
  /** The port that clients mean. @default - nobody connects to it */
  readonly port?: number | undefined;
  readonly login: Login;
}

/** Servers that keep data: their port, and where the data are. */
export const statefulImages: Readonly<
  Record<
    string,
    {
      readonly port: number;
      readonly path: string;
      readonly uid?: number;
      readonly protocol?: string;
      readonly scratch?: readonly string[];
    }
  >
> = {
  mysql: { port: 3306, path: '/var/lib/mysql', uid: 999, protocol: 'mysql', scratch: ['/var/run/mysqld'] },
  mongo: { port: 27017, path: '/data/db', uid: 999, protocol: 'mongo' },
  elasticsearch: { port: 9200, path: '/usr/share/elasticsearch/data', uid: 1000 },
  minio: { port: 9000, path: '/data' },
};

const ownPorts: Partial<Readonly<Record<Role, number>>> = { postgres: 5432, rabbitmq: 5672, redis: 6379 };
const ownTiers: Readonly<Record<string, Role>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  rabbitmq: 'rabbitmq',
  redis: 'redis',
  valkey: 'redis',
};

/** The last part of an image's repository, without its tag. */
export function imageName(image = ''): string {
  return image.replace(/@.*$/, '').replace(/^.*\//, '').replace(/:.*$/, '');
}

/** The product that an image holds, as far as it is known. */
export function familyOf({ image }: ComposeService): string | undefined {
  return image === undefined ? undefined : knownProducts.get(imageName(image))?.family;
}

/** Decides what each service becomes. */
export function castServices({ services }: ComposeFile, variables: Variables): CastService[] {
  const ended = new Set(
    services.flatMap(({ dependencies }) => dependencies.filter(({ mustEnd }) => mustEnd).map(({ service }) => service)),
  );
  const isShared = (volume: string | undefined) =>
    services.filter(({ mounts }) => mounts.some(({ source }) => source === volume)).length > 1;
  return services.map((service) => {
    const keeps = service.mounts.some((mount) => isNamedVolume(mount) && !isShared(mount.source));
    const asked = portAskedFor(service, services);
    const role = roleOf(
      service,
      [service.name, ...service.otherNames].some((name) => ended.has(name)) && !service.restarts,
      asked !== undefined,
      keeps,
    );
    const known = statefulImages[familyOf(service) ?? ''];
    const port = ownPorts[role] ?? service.ports.find(({ udp }) => !udp)?.target ?? known?.port ?? asked;
    return { service, role, variable: variables.nameFor(service.name, 'Tier'), port, login: loginOf(service, role) };
  });
}

function roleOf(service: ComposeService, ends: boolean, isAsked: boolean, keeps: boolean): Role {
  const own = service.image === undefined ? undefined : ownTiers[imageName(service.image)];
  if (own) return own;
  if (ends) return 'job';
  const family = familyOf(service);
  if (family !== undefined && statefulImages[family]) return 'stateful';
  const listens = service.ports.some(({ udp }) => !udp) || isAsked;
  const published = service.ports.some(({ published: at }) => at !== undefined);
  if (listens && !published && keeps) return 'stateful';
  return listens ? 'web' : 'background';
}

/** Whether something is mounted that outlives the container. */
export function isNamedVolume({ kind, source }: ComposeService['mounts'][number]): boolean {
  return kind === 'volume' && source !== undefined;
}

/** The port under which the variables of others name a service. */
function portAskedFor({ name, otherNames }: ComposeService, services: readonly ComposeService[]): number | undefined {
  const texts = services.flatMap(({ variables }) => variables.map(({ value = '' }) => value));
  for (const host of [name, ...otherNames]) {
    const named = new RegExp(`(?:^|[/@=,\\s])${host.replaceAll(/[.]/g, '\\.')}:(\\d{2,5})(?:$|[/,?;\\s])`);
    for (const text of texts) {
      const port = named.exec(text)?.[1];
      if (port !== undefined) return Number(port);
    }
    if (texts.some((text) => new RegExp(`http://${host}(?:/|$)`).test(text))) return 80;
  }
  return undefined;
}

function loginOf(service: ComposeService, role: Role): Login {
  const value = (...names: string[]) =>
    service.variables.find((variable) => names.includes(variable.name) && variable.value !== '')?.value;
  if (role === 'postgres') {
    const user = value('POSTGRES_USER', 'POSTGRESQL_USERNAME') ?? 'postgres';
    const database = value('POSTGRES_DB', 'POSTGRESQL_DATABASE') ?? user;
    return { user, database, password: value('POSTGRES_PASSWORD', 'POSTGRESQL_PASSWORD') };
  }
  if (role === 'rabbitmq') {
    return {
      user: value('RABBITMQ_DEFAULT_USER') ?? 'guest',
      password: value('RABBITMQ_DEFAULT_PASS') ?? 'guest',
      database: value('RABBITMQ_DEFAULT_VHOST'),
    };
  }
  if (role !== 'redis') return {};
  const words = [...service.entrypoint, ...service.command].flatMap((word) => word.split(/\s+/));
  const at = words.indexOf('--requirepass');
  return { password: at < 0 ? value('REDIS_PASSWORD') : words[at + 1]?.replaceAll(/^["']|["']$/g, '') };
}
