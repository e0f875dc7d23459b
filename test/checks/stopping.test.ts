import { runChecks } from '../../src/checks';
import type { KubernetesObject } from '../../src/kubernetes/object';
import { ManifestSet } from '../../src/manifests';

/** What is told of a pod with this hook. */
function told(preStop: object, terminationGracePeriodSeconds?: number): string[] {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      ...(terminationGracePeriodSeconds !== undefined && { terminationGracePeriodSeconds }),
      containers: [{ name: 'web', image: 'web:1', lifecycle: { preStop } }],
    },
  } as KubernetesObject;
  return runChecks(ManifestSet.of([pod]))
    .findings.filter(({ rule }) => rule === 'grace-within-pause')
    .map(({ message }) => message);
}

const sleep = (seconds: number) => ({ sleep: { seconds } });
const exec = (...command: string[]) => ({ exec: { command } });
const shell = (script: string) => exec('sh', '-c', script);

describe('a pause that takes the grace period', () => {
  test('is told with both', () => {
    expect(told(sleep(5), 5)).toEqual([
      'Pod shop/web spec.containers[0].lifecycle.preStop: the pause before the stop signal takes all of the grace period (5 s of 5 s); the grace period begins with the pause: no time is left to end requests and to save, the program is killed (and a sleep longer than it is refused by the API server); raise terminationGracePeriodSeconds to the pause and the time that the program needs to end, or shorten the pause',
    ]);
  });

  test('is told with the 30 s that Kubernetes gives', () => {
    expect(told(sleep(29))).toEqual([]);
    expect(told(sleep(30))[0]).toContain(
      'takes all of the grace period, which is 30 s as spec.terminationGracePeriodSeconds is not given (30 s of 30 s);',
    );
  });

  test.each<[object, number]>([
    [exec('sleep', '5'), 5],
    [exec('/bin/sleep', '5s'), 5],
    [exec('/usr/bin/sleep', '1m'), 60],
    [shell('sleep 5'), 5],
    [exec('/bin/bash', '-ec', 'sleep 2.5; sleep 2.5'), 5],
    [shell('echo stopping; sleep 5 && nginx -s quit'), 5],
    [shell('touch /tmp/stopping\nexec sleep 5'), 5],
  ])('%j pauses for %d s', (preStop, seconds) => {
    expect(told(preStop, seconds)).toHaveLength(1);
    expect(told(preStop, seconds + 1)).toEqual([]);
  });

  test.each([
    shell('nginx -s quit; sleep 60'),
    shell('while nc -z localhost 80; do sleep 60; done'),
    shell('sleep 60 & nginx -s quit'),
    exec('sleep', 'infinity'),
    exec('sh', '-c'),
    { httpGet: { path: '/stop', port: 80 } },
  ])('%j is no pause that can be read', (preStop) => {
    expect(told(preStop, 5)).toEqual([]);
  });
});
