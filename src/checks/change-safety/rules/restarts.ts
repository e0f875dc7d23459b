import { podCountsOf, rolloutOf } from '../../../manifests/model';
import type { Circumstances, Verdict } from '../rule';
import { cutOff } from './broker-clients';
import { podAfter } from './pods';

/** What a row tells of one change. */
export interface Told {
  readonly verdict: Verdict;
  readonly consequence: string;
  readonly procedure: string;
}

/** What another pod template does to the pods that run: whether all, one or none of them is away. */
export function restartOf(given: Circumstances): Told {
  const pods = podAfter(given);
  const { least, most } = pods === undefined ? { least: 0, most: 0 } : podCountsOf(given.after, pods);
  // What scales to nothing has one pod at least while anybody needs it.
  const replicas = least === 0 ? Math.min(1, most) : least;
  const rollout = pods && rolloutOf(pods, replicas);
  if (rollout === undefined)
    return {
      verdict: 'OK',
      consequence: 'the pods go on as they are: each takes it when it is made anew',
      procedure: '',
    };
  if (replicas === 0)
    return { verdict: 'OK', consequence: 'no pod runs: the next one to start takes it', procedure: '' };
  if (rollout.unavailable === 0) {
    return {
      verdict: 'WARN',
      consequence: 'each pod stops once its successor is ready: none is away',
      procedure: 'old and new pods run side by side meanwhile: make sure that they get along',
    };
  }
  if (given.now.kind === 'DaemonSet') {
    return {
      verdict: 'WARN',
      consequence: 'the pods restart node by node',
      procedure: 'each node is without its pod for a while: choose a quiet hour',
    };
  }
  if (rollout.unavailable < replicas) {
    return {
      verdict: 'WARN',
      consequence: 'the pods restart one after the other',
      procedure: 'the others carry the load meanwhile: choose a quiet hour if they are too few',
    };
  }
  const away =
    replicas === 1 ? 'a single pod is away until it has restarted' : 'all pods stop before the new ones start';
  const cut = cutOff(given);
  return {
    verdict: 'WARN',
    consequence: cut === undefined ? away : `${away}; ${cut}`,
    procedure:
      cut === undefined
        ? 'choose a quiet hour: nobody serves meanwhile'
        : 'choose an hour without work, or first pause the ScaledJobs (autoscaling.keda.sh/paused: "true") in a commit of its own and wait until their Jobs have ended',
  };
}
