import type { Duration } from 'cdk8s';

/** What is wrong with a count, or `undefined`. */
export function countProblem(name: string, value: number, least: number): string | undefined {
  if (Number.isInteger(value) && value >= least) return undefined;
  return `${name} is ${value}, give a whole number of at least ${least}`;
}

/** What is wrong with the number of a port, or `undefined`. */
export function portProblem(name: string, value: number, least = 1, most = 65_535): string | undefined {
  if (Number.isInteger(value) && value >= least && value <= most) return undefined;
  return `${name} ${value} is out of range, give one from ${least} to ${most}`;
}

/** What is wrong with a time that Kubernetes counts in seconds, or `undefined`. */
export function secondsProblem(name: string, value: Duration, least: number): string | undefined {
  const seconds = value.toSeconds({ integral: false });
  if (Number.isInteger(seconds) && seconds >= least) return undefined;
  return `${name} is ${seconds} s, give whole seconds, at least ${least}`;
}
