import { nearest } from '../../environment/nearest';
import type { Note } from '../plan';
import { readEnvFile } from './interpolate';
import { deployKeys, type KeyMeaning, serviceKeys } from './keys';
import type {
  ComposeDependency,
  ComposeFileGrant,
  ComposeHealthCheck,
  ComposeService,
  ComposeVariable,
} from './service';
import { mountOfText, portsOfText } from './short-forms';
import { mebibytesOf, secondsOf, wordsOf } from './units';

/** What the reader of a service needs from outside. */
export interface Surroundings {
  /** Place of a path below the service. */
  placeOf(...path: PropertyKey[]): string;
  /** Text of a file beside the Compose file. */
  readFile(path: string): string | undefined;
  /** Whether a variable of this place had no value. */
  tell(note: Note): void;
}

type Fields = Readonly<Record<string, unknown>>;

/** One service in one form. What can't be read or translated is told. */
export function readService(name: string, fields: Fields, { placeOf, readFile, tell }: Surroundings): ComposeService {
  const odd = (key: string, what: string) =>
    tell({ where: placeOf(key), message: `'${key}' of service '${name}' ${what}` });
  const deploy = fieldsOf(fields.deploy);
  tellKeys(`service '${name}'`, fields, serviceKeys, (key) => placeOf(key), tell);
  tellKeys(`'deploy' of service '${name}'`, deploy, deployKeys, (key) => placeOf('deploy', key), tell);
  if (textOf(deploy.mode)?.startsWith('global')) odd('deploy', 'runs on every node: make it a NodeAgent');
  const seconds = (key: string, given: unknown) => {
    if (given === undefined) return undefined;
    const read = secondsOf(String(given));
    if (read === undefined) odd(key, `has '${String(given)}', which is no duration such as '1m30s': left out`);
    return read;
  };
  const words = (key: string) => {
    const given = fields[key];
    return given === undefined || given === null
      ? []
      : Array.isArray(given)
        ? given.map(String)
        : wordsOf(String(given));
  };
  const { limits, reservations } = { limits: {}, reservations: {}, ...fieldsOf(deploy.resources) };
  return {
    name,
    where: placeOf(),
    image: textOf(fields.image),
    command: words('command'),
    entrypoint: words('entrypoint'),
    workingDir: textOf(fields.working_dir),
    user: textOf(fields.user),
    replicas: numberOf(deploy.replicas ?? fields.scale),
    gracePeriod: seconds('stop_grace_period', fields.stop_grace_period),
    restarts: !['no', 'on-failure', 'false', undefined].includes(textOf(fields.restart)?.split(':')[0]),
    otherNames: otherNamesOf(fields),
    variables: variablesOf(fields, placeOf, readFile, tell),
    ports: portsOf(fields, placeOf, odd),
    mounts: mountsOf(fields, placeOf),
    secrets: grantsOf(
      fields.secrets,
      (index) => placeOf('secrets', index),
      (source) => `/run/secrets/${source}`,
    ),
    configs: grantsOf(
      fields.configs,
      (index) => placeOf('configs', index),
      (source) => `/${source}`,
    ),
    dependencies: dependenciesOf(fields),
    healthCheck: healthCheckOf(fieldsOf(fields.healthcheck), seconds),
    resources: {
      cpus: numberOf(fieldsOf(limits).cpus ?? fields.cpus),
      reservedCpus: numberOf(fieldsOf(reservations).cpus),
      memory: sizeOf(fieldsOf(limits).memory ?? fields.mem_limit),
      reservedMemory: sizeOf(fieldsOf(reservations).memory ?? fields.mem_reservation),
    },
    extraHosts: Object.fromEntries(
      pairsOf(fields.extra_hosts, /[=:]/).map(([host, address = '']) => [host, address.replace(/^\[|\]$/g, '')]),
    ),
  };
}

function tellKeys(
  owner: string,
  fields: Fields,
  known: Readonly<Record<string, KeyMeaning>>,
  placeOf: (key: string) => string,
  tell: (note: Note) => void,
): void {
  for (const key of Object.keys(fields).filter((one) => !one.startsWith('x-'))) {
    const meaning = known[key];
    const near = meaning ? undefined : nearest(key, Object.keys(known));
    const todo = meaning ? meaning.todo : `is not known${near === undefined ? '' : `, did you mean '${near}'?`}`;
    if (todo !== undefined) tell({ where: placeOf(key), message: `'${key}' of ${owner} is left out: ${todo}` });
  }
}

function otherNamesOf(fields: Fields): string[] {
  const aliases = Object.values(fieldsOf(fields.networks)).flatMap((network) => listOf(fieldsOf(network).aliases));
  return [fields.container_name, fields.hostname, ...aliases].flatMap((name) => textOf(name) ?? []);
}

function variablesOf(
  fields: Fields,
  placeOf: Surroundings['placeOf'],
  readFile: Surroundings['readFile'],
  tell: Surroundings['tell'],
): ComposeVariable[] {
  const variables = new Map<string, ComposeVariable>();
  for (const entry of listOf(fields.env_file)) {
    const path = textOf(entry) ?? textOf(fieldsOf(entry).path) ?? '';
    const where = placeOf('env_file');
    const text = readFile(path);
    if (text === undefined && fieldsOf(entry).required !== false) {
      tell({ where, message: `env_file '${path}' is not there: its variables are missing` });
    }
    for (const [name, value] of readEnvFile(text ?? '')) variables.set(name, { name, value, where });
  }
  const isList = Array.isArray(fields.environment);
  for (const [index, [name, value]] of pairsOf(fields.environment, /=/).entries()) {
    variables.set(name, { name, value, where: placeOf('environment', isList ? index : name) });
  }
  return [...variables.values()];
}

function portsOf(fields: Fields, placeOf: Surroundings['placeOf'], odd: (key: string, what: string) => void) {
  const published = listOf(fields.ports).flatMap((entry, index) => {
    const where = placeOf('ports', index);
    if (typeof entry === 'object' && entry !== null) {
      const { target, published: at, protocol, host_ip: host } = entry as Fields;
      const number = Number(target);
      return [
        {
          target: number,
          published: at === undefined ? number : Number.parseInt(String(at), 10),
          udp: protocol === 'udp',
          isLocal: /^127\./.test(textOf(host) ?? ''),
          where,
        },
      ];
    }
    const ports = portsOfText(String(entry));
    if (ports === undefined) odd('ports', `has '${String(entry)}', which is no port such as '8080:80': left out`);
    return (ports ?? []).map((port) => ({ ...port, where }));
  });
  const exposed = listOf(fields.expose).flatMap((entry, index) =>
    (portsOfText(String(entry)) ?? []).map((port) => ({
      ...port,
      published: undefined,
      where: placeOf('expose', index),
    })),
  );
  return [...published, ...exposed.filter(({ target }) => !published.some((port) => port.target === target))];
}

function mountsOf(fields: Fields, placeOf: Surroundings['placeOf']): ComposeService['mounts'] {
  const mounts = listOf(fields.volumes).map((entry, index): ComposeService['mounts'][number] => {
    const where = placeOf('volumes', index);
    if (typeof entry !== 'object' || entry === null) return { ...mountOfText(String(entry)), where };
    const { type, source, target } = entry as Fields;
    const kind = type === 'volume' || type === 'bind' || type === 'tmpfs' ? type : 'other';
    return { kind, source: textOf(source), target: String(target), where };
  });
  const memory = listOf(fields.tmpfs).map((path) => ({
    kind: 'tmpfs' as const,
    target: String(path).split(':')[0]!,
    where: placeOf('tmpfs'),
  }));
  return [...mounts, ...memory];
}

function grantsOf(
  given: unknown,
  placeOf: (index: number) => string,
  pathOf: (source: string) => string,
): ComposeFileGrant[] {
  return listOf(given).map((entry, index) => {
    const source = textOf(entry) ?? textOf(fieldsOf(entry).source) ?? '';
    const target = textOf(fieldsOf(entry).target);
    const path = target === undefined ? pathOf(source) : target.startsWith('/') ? target : pathOf(target);
    return { source, target: path, where: placeOf(index) };
  });
}

function dependenciesOf(fields: Fields): ComposeDependency[] {
  const links = listOf(fields.links).map((link) => ({ service: String(link).split(':')[0]!, mustEnd: false }));
  const given = fields.depends_on;
  if (Array.isArray(given))
    return [...given.map((service) => ({ service: String(service), mustEnd: false })), ...links];
  const stated = Object.entries(fieldsOf(given)).map(([service, how]) => ({
    service,
    mustEnd: fieldsOf(how).condition === 'service_completed_successfully',
  }));
  return [...stated, ...links];
}

function healthCheckOf(
  fields: Fields,
  seconds: (key: string, given: unknown) => number | undefined,
): ComposeHealthCheck | undefined {
  const { test } = fields;
  if (test === undefined || fields.disable === true) return undefined;
  const [first, ...rest] = Array.isArray(test) ? test.map(String) : ['CMD-SHELL', String(test)];
  if (first === 'NONE') return undefined;
  return {
    command: first === 'CMD' || first === 'CMD-SHELL' ? rest : [first!, ...rest],
    shell: first === 'CMD-SHELL',
    interval: seconds('healthcheck', fields.interval),
    timeout: seconds('healthcheck', fields.timeout),
    retries: numberOf(fields.retries),
  };
}

function fieldsOf(given: unknown): Fields {
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Fields) : {};
}

function listOf(given: unknown): readonly unknown[] {
  return given === undefined || given === null ? [] : Array.isArray(given) ? given : [given];
}

/** A mapping, or a list of `key=value`. */
function pairsOf(given: unknown, separator: RegExp): [string, string | undefined][] {
  if (!Array.isArray(given)) return Object.entries(fieldsOf(given)).map(([key, value]) => [key, textOf(value)]);
  return given.map((entry) => {
    const text = String(entry);
    const at = text.search(separator);
    return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  });
}

function textOf(given: unknown): string | undefined {
  return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean'
    ? String(given)
    : undefined;
}

function numberOf(given: unknown): number | undefined {
  const number = given === undefined ? Number.NaN : Number(given);
  return Number.isFinite(number) ? number : undefined;
}

function sizeOf(given: unknown): number | undefined {
  return typeof given === 'string' || typeof given === 'number' ? mebibytesOf(given) : undefined;
}
