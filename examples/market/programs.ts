import { Cpu, Size } from 'cdk8s-tiers';
import type { Data } from './data';
import type { Settings } from './settings';

/** What all our programs have in common: where the images are, the login to there, and what they use. */
export function programsOf({ registry }: Data, { version }: Settings) {
  const resources = { cpu: Cpu.millis(50), memory: Size.mebibytes(128) };
  const image = (name: string) => `registry.example.com/market/${name}:${version}`;
  return (name: string) => ({ image: image(name), imagePullSecrets: [registry], resources });
}
