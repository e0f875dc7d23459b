import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../../../..');

const names = ['etcd', 'kube-apiserver', 'kubectl'] as const;
export type ProgramName = (typeof names)[number];

/** The folder of the programs: `KUBEBUILDER_ASSETS`, as envtest has it, or what `test/cluster/install` fills. */
export function programsFolder(): string {
  const { KUBEBUILDER_ASSETS, CDK8S_TIERS_CLUSTER } = process.env;
  return resolve(KUBEBUILDER_ASSETS || CDK8S_TIERS_CLUSTER || join(project, '.cache/cluster'));
}

/** The path of a program. Throws, with the mend, when one of them is not there. */
export function program(name: ProgramName): string {
  const folder = programsFolder();
  const missing = names.filter((each) => !existsSync(join(folder, each)));
  if (missing.length > 0) throw new Error(`${folder} lacks ${missing.join(', ')}; run test/cluster/install`);
  return join(folder, name);
}

/** One line of what a run of tests is run against. */
export function versions(): string {
  const first = (name: ProgramName, ...args: string[]) =>
    execFileSync(program(name), args, { encoding: 'utf8' })
      .split('\n')[0]
      ?.replace(/^.*: |^Kubernetes /, '');
  return [
    `etcd ${first('etcd', '--version')}`,
    `kube-apiserver ${first('kube-apiserver', '--version')}`,
    `kubectl ${first('kubectl', 'version', '--client')}`,
  ].join(', ');
}
