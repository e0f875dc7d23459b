import { dig, type Fields, fields, list } from '../../../manifests/fields';
import type { ContainerAt, PodTemplate } from '../../../manifests/model';
import type { CheckContext } from '../../context';

/** One way in which a pod does not fit a pod security profile. */
export interface PodSecurityFault {
  readonly field: string;
  readonly value?: unknown;
  readonly what: string;
  readonly level: 'baseline' | 'restricted';
}

/** The pod security level that a namespace of the set enforces; undefined if its labels do not say or it is not here. */
export function enforcedLevel(context: CheckContext, namespace: string): string | undefined {
  return context.find('Namespace', '', namespace)?.labels['pod-security.kubernetes.io/enforce'];
}

const restrictedVolumes: ReadonlySet<string> = new Set([
  'name',
  'configMap',
  'secret',
  'projected',
  'downwardAPI',
  'emptyDir',
  'persistentVolumeClaim',
  'ephemeral',
  'csi',
  'image',
]);
const baselineCapabilities: ReadonlySet<unknown> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);
const safeSysctls: ReadonlySet<unknown> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
]);

/** Everything in a pod template that the baseline or restricted profile refuses. */
export function podSecurityFaults(template: PodTemplate): readonly PodSecurityFault[] {
  const { spec, specPath } = template;
  const pod = fields(spec.securityContext);
  const found: PodSecurityFault[] = [];
  for (const name of ['hostNetwork', 'hostPID', 'hostIPC']) {
    if (spec[name] === true)
      found.push({
        field: `${specPath}.${name}`,
        value: true,
        what: `the pod shares the ${name.slice(4)} of the node`,
        level: 'baseline',
      });
  }
  for (const [index, volume] of list(spec.volumes).entries()) {
    const kind = Object.keys(fields(volume)).find((key) => !restrictedVolumes.has(key));
    if (kind === undefined) continue;
    const level = kind === 'hostPath' ? 'baseline' : 'restricted';
    found.push({
      field: `${specPath}.volumes[${index}].${kind}`,
      value: dig(volume, kind, 'path'),
      what: `the volume type ${kind} is not allowed`,
      level,
    });
  }
  for (const [index, sysctl] of list(pod.sysctls).entries()) {
    const { name } = fields(sysctl);
    if (!safeSysctls.has(name))
      found.push({
        field: `${specPath}.securityContext.sysctls[${index}]`,
        value: name,
        what: 'the sysctl is not a safe one',
        level: 'baseline',
      });
  }
  for (const container of template.containers)
    found.push(...containerFaults(container, pod, `${specPath}.securityContext`));
  return dedupe(found);
}

function containerFaults(container: ContainerAt, pod: Fields, podPath: string): PodSecurityFault[] {
  const own = fields(container.fields.securityContext);
  const path = `${container.path}.securityContext`;
  const found: PodSecurityFault[] = [];
  const add = (level: PodSecurityFault['level'], field: string, value: unknown, what: string): void => {
    found.push({ level, field, what, ...(value === undefined ? {} : { value }) });
  };
  const capabilities = fields(own.capabilities);
  const added = list(capabilities.add);
  if (own.privileged === true) add('baseline', `${path}.privileged`, true, 'the container is privileged');
  const beyond = added.filter((name) => !baselineCapabilities.has(name));
  if (beyond.length > 0) add('baseline', `${path}.capabilities.add`, beyond, 'the container adds capabilities');
  if (own.procMount !== undefined && own.procMount !== 'Default')
    add('baseline', `${path}.procMount`, own.procMount, 'the container sees all of /proc');
  for (const [index, port] of list(container.fields.ports).entries()) {
    const { hostPort } = fields(port);
    if (hostPort !== undefined && hostPort !== 0)
      add('baseline', `${container.path}.ports[${index}].hostPort`, hostPort, 'the container takes a port of the node');
  }
  for (const [field, host] of hosts(container))
    add('baseline', field, host, 'a probe or handler names a host (refused since policy version 1.34)');
  if (own.allowPrivilegeEscalation !== false)
    add(
      'restricted',
      `${path}.allowPrivilegeEscalation`,
      own.allowPrivilegeEscalation,
      'allowPrivilegeEscalation is not false',
    );
  if (!list(capabilities.drop).includes('ALL'))
    add('restricted', `${path}.capabilities.drop`, capabilities.drop, 'capabilities.drop does not hold ALL');
  const more = added.filter((name) => name !== 'NET_BIND_SERVICE' && baselineCapabilities.has(name));
  if (more.length > 0) add('restricted', `${path}.capabilities.add`, more, 'only NET_BIND_SERVICE may be added');
  const nonRoot = own.runAsNonRoot ?? pod.runAsNonRoot;
  if (nonRoot !== true)
    add(
      'restricted',
      own.runAsNonRoot === undefined ? `${podPath}.runAsNonRoot` : `${path}.runAsNonRoot`,
      nonRoot,
      'runAsNonRoot is not true',
    );
  const user = own.runAsUser ?? pod.runAsUser;
  if (user === 0)
    add(
      'restricted',
      own.runAsUser === undefined ? `${podPath}.runAsUser` : `${path}.runAsUser`,
      0,
      'the user is root',
    );
  const profile = dig(own, 'seccompProfile', 'type') ?? dig(pod, 'seccompProfile', 'type');
  const seccomp = own.seccompProfile === undefined ? `${podPath}.seccompProfile` : `${path}.seccompProfile`;
  if (profile === 'Unconfined') add('baseline', seccomp, profile, 'the container runs without a seccomp profile');
  else if (profile !== 'RuntimeDefault' && profile !== 'Localhost')
    add('restricted', seccomp, profile, 'seccompProfile is not RuntimeDefault');
  return found;
}

function* hosts(container: ContainerAt): Iterable<readonly [string, unknown]> {
  const handlers = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'];
  for (const handler of handlers) {
    for (const kind of ['httpGet', 'tcpSocket']) {
      const host = dig(container.fields, ...handler.split('.'), kind, 'host');
      if (host !== undefined && host !== '') yield [`${container.path}.${handler}.${kind}.host`, host];
    }
  }
}

/** A missing field of the pod is one fault, however many containers lack it. */
function dedupe(faults: readonly PodSecurityFault[]): readonly PodSecurityFault[] {
  const seen = new Set<string>();
  return faults.filter(({ field, what }) => !seen.has(`${field}\n${what}`) && seen.add(`${field}\n${what}`));
}
