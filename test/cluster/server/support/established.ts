import { setTimeout as delay } from 'node:timers/promises';
import type { Kubectl } from '../../../../src/cluster/kubectl';

/** Waits until all definitions are served. kubectl fails, instead of waiting, for one that has no status yet: then it is asked again. */
export async function established(kubectl: Kubectl): Promise<void> {
  for (let left = 40; ; left--) {
    const { code, stderr } = await kubectl.run([
      ...['wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all'],
    ]);
    if (code === 0) return;
    if (left === 0 || !stderr.includes('.status.conditions accessor error')) throw new Error(stderr);
    await delay(250);
  }
}
