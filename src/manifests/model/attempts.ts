import { dig, fields, list, number, textIn } from '../fields';

/**
 * Seconds after which an attempt of a worker ends: what it is told (ATTEMPT_DEADLINE_SECONDS) or the limit of its pod, whichever is
 * the shorter one; the pod's may be longer, as it also covers its start and the wait for a message. Undefined where nothing ends it.
 *
 * @param scaledJob the ScaledJob's spec
 */
export function attemptSeconds(scaledJob: unknown): number | undefined {
  const pod = dig(scaledJob, 'jobTargetRef', 'template', 'spec');
  const told = list(dig(pod, 'containers'))
    .flatMap((container) => list(fields(container).env))
    .map(fields)
    .filter(({ name }) => name === 'ATTEMPT_DEADLINE_SECONDS')
    .map(({ value }) => Number(textIn(value)));
  const limits = [number(dig(pod, 'activeDeadlineSeconds')) ?? 0, ...told].filter((limit) => limit > 0);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
