import { type Code, type CodeObject, call, expression } from '../code';
import type { Note } from '../plan';
import { probeOf, seconds } from './probe';
import { type CastService, familyOf, isNamedVolume, statefulImages } from './roles';
import type { ComposeResources } from './service';

/** Props of a tier that runs the service's own image, in the order in which people read them. */
export function programProps(cast: CastService, image: Code, tell: (note: Note) => void): CodeObject {
  const { service, role, port } = cast;
  const { command, entrypoint, workingDir, healthCheck, gracePeriod, replicas, extraHosts } = service;
  const hosts = Object.entries(extraHosts).filter(([host, ip]) => {
    const isAddress = /^[\d.]+$|:/.test(ip);
    if (!isAddress)
      tell({
        where: service.where,
        message: `extra host '${host}' of service '${service.name}' is left out: '${ip}' is no address in a cluster`,
      });
    return isAddress;
  });
  const known = statefulImages[familyOf(service) ?? ''];
  const runsOn = role !== 'job';
  return {
    image,
    ...(entrypoint.length > 0 && { command: entrypoint }),
    ...(command.length > 0 && { args: command }),
    ...(workingDir !== undefined && { workingDir }),
    ...(runsOn && portsOf(cast, tell)),
    ...(runsOn && replicas !== undefined && replicas !== 1 && { replicas }),
    ...userOf(cast, tell),
    // A database that replays its log must not be restarted.
    ...(known?.protocol !== undefined && { liveness: expression('Probe.none') }),
    ...(runsOn && healthCheck && { readiness: probeOf(healthCheck, port) }),
    ...(gracePeriod !== undefined && { terminationGracePeriod: seconds(gracePeriod) }),
    ...(hosts.length > 0 && { hostAliases: hosts.map(([host, ip]) => ({ ip, hostnames: [host] })) }),
  };
}

function portsOf({ service, port }: CastService, tell: (note: Note) => void): CodeObject {
  const main = service.ports.find(({ target, udp }) => target === port && !udp);
  const others = service.ports.filter((one) => one !== main && one.target !== main?.target);
  for (const { target, where, published } of others.filter((one) => one.published !== undefined)) {
    const message = `port ${published}:${target} of service '${service.name}' is left out: one port is reached from outside; name others in \`ports\`, and give them a Route`;
    tell({ where, message });
  }
  const known = statefulImages[familyOf(service) ?? ''];
  const inside = others.filter(({ published }) => published === undefined);
  if (port === undefined) return {};
  if (inside.length === 0 && known?.protocol === undefined) return { port };
  return {
    ports: [
      known?.protocol === undefined ? { name: 'http', port } : { name: known.protocol, port, protocol: 'tcp' },
      ...inside.map(({ target, udp }) => {
        const protocol = udp ? 'udp' : 'tcp';
        return { name: `${protocol}-${target}`, port: target, protocol };
      }),
    ],
  };
}

function userOf({ service }: CastService, tell: (note: Note) => void): CodeObject {
  const { user, name, where } = service;
  const known = statefulImages[familyOf(service) ?? ''];
  if (user === undefined) return known?.uid === undefined ? {} : { user: { uid: known.uid, gid: known.uid } };
  const [, uid, gid = uid] = /^(\d+)(?::(\d+))?$/.exec(user) ?? [];
  if (uid !== undefined && Number(uid) > 0 && Number(gid) > 0) return { user: { uid: Number(uid), gid: Number(gid) } };
  tell({
    where,
    message: `user '${user}' of service '${name}' is left out: a number above 0 is needed, the program runs as 10001`,
  });
  return {};
}

/** What is reserved: as the service says it, else the chart's default. */
export function resourcesOf(given: ComposeResources): Code {
  const { cpus, reservedCpus, memory, reservedMemory } = given;
  const known = [cpus, reservedCpus, memory, reservedMemory].some((one) => one !== undefined);
  if (!known) return expression('resources');
  const limit = memory ?? reservedMemory ?? 256;
  const millis = (count: number) => call('Cpu.millis', Math.max(1, Math.round(count * 1000)));
  const request = Math.min(reservedCpus ?? Math.min(cpus ?? 0.05, 0.05), cpus ?? Number.POSITIVE_INFINITY);
  return {
    cpu: millis(request),
    memory: mebibytes(limit),
    ...(cpus !== undefined && { cpuLimit: millis(cpus) }),
  };
}

function mebibytes(count: number): Code {
  return call('Size.mebibytes', count);
}

/** Where the volume of a server that keeps data is: where its image has them, or where the service's first volume is. */
export function ownVolume({ service, role }: CastService): string | undefined {
  if (role !== 'stateful') return undefined;
  const volumes = service.mounts.filter(isNamedVolume);
  const known = statefulImages[familyOf(service) ?? '']?.path;
  return known ?? volumes[0]?.target;
}
