import { labelNameProblem } from '../../kubernetes';
import { ProblemsError } from '../../problem';
import { type Code, type CodeObject, call, type Expression, expression } from '../code';
import type { Note, PlannedCall, PlannedConstruct, SystemPlan } from '../plan';
import { Variables } from '../variables';
import { type ConnectedVariables, VariableReader } from './connect';
import { Connections } from './connections';
import { pinnedImage, productImage } from './image';
import { Mounts, type ReadFile } from './mounted';
import { ownVolume, programProps, resourcesOf } from './program-props';
import { type CastService, castServices, familyOf, isNamedVolume, type Role, statefulImages } from './roles';
import { isSecret, passwordsIn, SecretValues } from './secret-values';
import type { ComposeFile, ComposeService } from './service';

const classes: Readonly<Record<Role, string>> = {
  postgres: 'Postgres',
  rabbitmq: 'RabbitMq',
  redis: 'Redis',
  stateful: 'StatefulService',
  web: 'WebService',
  background: 'BackgroundService',
  job: 'OneShotJob',
};
const [data, app] = [expression('data'), expression('app')];
const gibibytes = (count: number) => call('Size.gibibytes', count);

/** The system of a Compose file: services become tiers, hosts in their variables become connections. */
export class ComposePlanner {
  private readonly variables = new Variables();
  private readonly secrets: SecretValues;
  private readonly notes: Note[];
  private readonly images: Record<string, string> = {};
  private readonly mounts: Mounts;
  private readonly cast: readonly CastService[];
  private readonly hosts: ReadonlyMap<string, CastService>;
  private nodePort = 30080;

  constructor(
    compose: ComposeFile,
    private readonly system: { readonly name: string; readonly domain: string },
    readFile: ReadFile,
  ) {
    this.notes = [...compose.notes];
    const wrong = compose.services.flatMap(({ name, where }) => {
      const message = labelNameProblem(name);
      return message === undefined ? [] : [{ where, message: `service '${name}': ${message}` }];
    });
    if (wrong.length > 0) throw new ProblemsError(wrong);
    this.cast = castServices(compose, this.variables);
    this.mounts = new Mounts(compose, this.variables, readFile, this.tell);
    this.secrets = new SecretValues(this.variables, passwordsOf(compose));
    this.hosts = new Map(
      this.cast.flatMap((one) => [one.service.name, ...one.service.otherNames].map((host) => [host, one])),
    );
  }

  plan(): SystemPlan {
    const connected = this.cast.map((cast) => {
      const reader = new VariableReader(cast, this.hosts, this.secrets, this.tell);
      return [cast, reader.read(isOwnTier(cast) ? [] : cast.service.variables)] as const;
    });
    const fileKeys = this.databasePasswords();
    const tiers = connected.map(([cast, variables]) => this.tier(cast, variables, fileKeys));
    const connections = new Connections(new Map(connected), this.hosts, this.variables, this.tell);
    const constructs: PlannedConstruct[] = [
      ...this.secrets.constructs,
      ...this.mounts.constructs,
      ...tiers,
      ...connections.queues,
    ];
    const calls: PlannedCall[] = [...connections.calls, ...this.mounts.calls];
    this.notes.push(...this.secrets.notes);
    const { images, notes } = this;
    return { ...this.system, images, constructs, calls, files: [...this.mounts.files.values()], notes };
  }

  private readonly tell = (note: Note): void => {
    this.notes.push(note);
  };

  private tier(
    cast: CastService,
    { env }: ConnectedVariables,
    keys: ReadonlyMap<string, Expression>,
  ): PlannedConstruct {
    const { service, role, variable } = cast;
    const place = role === 'stateful' || isOwnTier(cast) ? 'data' : 'app';
    const props = isOwnTier(cast) ? this.ownProps(cast) : this.props(cast, env, keys);
    const resources = resourcesOf(service.resources);
    const code = call(`new ${classes[role]}`, place === 'data' ? data : app, service.name, { ...props, resources });
    return { variable, place, code };
  }

  private ownProps(cast: CastService): CodeObject {
    const { service, role, login } = cast;
    if (service.ports.some(({ published }) => published !== undefined)) {
      const message = `ports of service '${service.name}' are reached inside the cluster only: from your machine by \`kubectl port-forward\``;
      this.tell({ where: service.ports[0]!.where, message });
    }
    if (login.password !== undefined) {
      this.tell({
        where: service.where,
        message: `the password of '${service.name}' is not taken over: it is made anew, and its clients get it`,
      });
    }
    this.tellOwnSettings(cast);
    if (role === 'postgres') {
      const { database = 'postgres', user } = login;
      const own = database === 'postgres' ? this.system.name.replaceAll('-', '_') : database;
      const owner = user === undefined || ['postgres', own].includes(user) ? {} : { owner: user };
      const image = productImage('postgres', service, this.tell);
      return {
        database: own,
        ...owner,
        storage: gibibytes(5),
        ...(image && { image }),
        ...this.mounts.migrationsOf(cast),
      };
    }
    if (role === 'rabbitmq') {
      const image = productImage('rabbitmq', service, this.tell);
      return { storage: gibibytes(2), ...(image?.includes('-management') && { image }) };
    }
    const image = productImage('redis', service, this.tell);
    const keeps = service.mounts.some((mount) => isNamedVolume(mount) || mount.target === '/data');
    return { ...(keeps && { storage: gibibytes(1) }), ...(image && { image }) };
  }

  /** Variables and arguments of a server that has a tier of its own. */
  private tellOwnSettings({ service }: CastService): void {
    const { name, variables, command, where } = service;
    const known =
      /^(?:POSTGRES_(?:USER|PASSWORD|DB)(?:_FILE)?|RABBITMQ_DEFAULT_(?:USER|PASS|VHOST)|REDIS_PASSWORD|PGDATA)$/;
    for (const variable of variables.filter((one) => !known.test(one.name))) {
      const message = `variable '${variable.name}' of service '${name}' is left out: the tier says it in its own words, see its props`;
      this.tell({ where: variable.where, message });
    }
    const more = command.filter((word) => word.startsWith('-') && !/^--(?:requirepass|appendonly|save)$/.test(word));
    if (more.length > 0) {
      this.tell({
        where,
        message: `the command of service '${name}' is left out: give the tier \`settings\` for ${more.join(', ')}`,
      });
    }
  }

  private props(cast: CastService, env: ConnectedVariables['env'], keys: ReadonlyMap<string, Expression>): CodeObject {
    const { service, role, variable } = cast;
    this.images[variable] = pinnedImage(this.system.name, service, this.tell);
    const volume = ownVolume(cast);
    const known = statefulImages[familyOf(service) ?? ''];
    const mounted = this.mounts.propsFor(cast, volume, keys);
    const scratch = [
      ...((mounted.scratch as string[] | undefined) ?? []),
      ...((role === 'stateful' && known?.scratch) || []),
    ];
    const own: Record<string, Code> = { ...env };
    const hidden = this.withoutPasswords(service, own);
    return {
      ...programProps({ ...cast, service: hidden }, expression(`images.${variable}`), this.tell),
      ...(role === 'web' && this.exposure(cast)),
      ...(Object.keys(own).length > 0 && { env: own }),
      ...(volume !== undefined && { storage: { path: volume, size: gibibytes(5) } }),
      ...mounted,
      ...(scratch.length > 0 && { scratch }),
    };
  }

  /** The service with references in place of the passwords of its command; a probe can't have them. @param env gets the variables */
  private withoutPasswords(service: ComposeService, env: Record<string, Code>): ComposeService {
    const { name, where, healthCheck } = service;
    const hide = (words: readonly string[]) =>
      words.map((word) => this.secrets.hide(name, { name: 'COMMAND_PASSWORD', value: word, where }, env));
    const words = healthCheck?.command.join(' ') ?? '';
    const tells = this.secrets.hide(name, { name: 'PROBE_PASSWORD', value: words, where }, {}) !== words;
    if (tells) this.tell({ where, message: `the healthcheck of service '${name}' is left out: it holds a password` });
    return {
      ...service,
      command: hide(service.command),
      entrypoint: hide(service.entrypoint),
      healthCheck: tells ? undefined : healthCheck,
    };
  }

  private exposure({ service }: CastService): CodeObject {
    const opened = service.ports.filter(({ published, udp, isLocal }) => published !== undefined && !udp && !isLocal);
    if (opened.length === 0) return {};
    const host = this.nodePort === 30080 ? '' : service.name;
    return { exposure: { host, nodePort: this.nodePort++ } };
  }

  /** Secrets that hold the password of a database of this project: who shows them as files gets the new password. */
  private databasePasswords(): Map<string, Expression> {
    const owners = this.cast.filter(({ role }) => role === 'postgres');
    return new Map(
      owners.flatMap(({ service, variable }) =>
        service.secrets
          .filter(({ target }) =>
            service.variables.some(({ name, value }) => /PASSWORD_FILE$/.test(name) && value === target),
          )
          .map(({ source }) => [source, expression(`${variable}.credentials.password`)] as const),
      ),
    );
  }
}

function isOwnTier({ role }: CastService): boolean {
  return role === 'postgres' || role === 'rabbitmq' || role === 'redis';
}

/** Passwords of a file that are long enough to be told from other words, wherever they stand. */
function passwordsOf({ services }: ComposeFile): Set<string> {
  const variables = services.flatMap((service) => service.variables);
  const all = variables.flatMap((variable) => [
    ...(isSecret(variable) ? [variable.value ?? ''] : []),
    ...passwordsIn(variable.value ?? ''),
  ]);
  const names = new Set(services.flatMap(({ name, otherNames }) => [name, ...otherNames]));
  const words = new Set(variables.filter((one) => !isSecret(one)).map(({ value }) => value));
  return new Set(all.filter((value) => value.length >= 6 && !names.has(value) && !words.has(value)));
}
