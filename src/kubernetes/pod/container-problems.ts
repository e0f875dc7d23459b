import { labelNameProblem, portNameProblem } from '../names';
import { repeated } from '../repeated';
import { resourceProblems } from '../resources';
import { portProblem, secondsProblem } from '../whole-number';
import type { ContainerProps } from './container';
import type { ContainerPort } from './container-port';
import { variableNameProblem } from './env';
import type { ProbeRole } from './probe';
import type { Mount } from './volume';

/** All that is wrong with a container, as far as its props tell. */
export function containerProblems(props: ContainerProps): string[] {
  const { ports = [], stopDelay } = props;
  const probes: [ProbeRole, ContainerProps[ProbeRole]][] = [
    ['startup', props.startup],
    ['readiness', props.readiness],
    ['liveness', props.liveness],
  ];
  return [
    labelNameProblem(props.name),
    ...resourceProblems(props.resources),
    ...Object.keys(props.env ?? {}).map(variableNameProblem),
    ...portProblems(ports),
    ...probes.flatMap(([role, probe]) => probe?.problems(role, ports) ?? []),
    stopDelay && secondsProblem('stopDelay', stopDelay, 0),
    ...mountProblems(props.mounts ?? []),
  ].flatMap((problem) => problem ?? []);
}

function portProblems(ports: readonly ContainerPort[]): string[] {
  const names = ports.map(({ name }) => name);
  const numbers = ports.map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`);
  return [
    ...ports.flatMap(({ name, port }) => [portNameProblem(name), portProblem('port', port)]),
    ...repeated(names).map((name) => `two ports are named '${name}', rename one of them`),
    ...repeated(numbers).map(
      (number) => `two ports are ${number}, a program listens on each once: give one of them another`,
    ),
  ].flatMap((problem) => problem ?? []);
}

function mountProblems(mounts: readonly Mount[]): string[] {
  const paths = mounts.map(({ path }) => path);
  return [
    ...paths.flatMap((path) => pathProblem(path) ?? []),
    ...repeated(paths).map((path) => `two volumes are mounted at '${path}', choose another path for one of them`),
  ];
}

function pathProblem(path: string): string | undefined {
  if (/^\/[^/:]/.test(path) && !/:|\/\.\.?(\/|$)/.test(path)) return undefined;
  return `path '${path}' is not possible for a mount, give an absolute one below '/', without ':' and '..'`;
}
