import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '../../../..');

const ofCluster = ['etcd', 'kube-apiserver', 'kubectl'] as const;
const ofClients = ['kube-state-metrics'] as const;
export type ProgramName = (typeof ofCluster | typeof ofClients)[number];

/** What `test/cluster/install` fills. */
function builtFolder(): string {
  return resolve(process.env.CDK8S_TIERS_CLUSTER || join(project, '.cache/cluster'));
}

/** The folder of the cluster's programs: `KUBEBUILDER_ASSETS`, as envtest has it, or what `test/cluster/install` fills. */
export function programsFolder(): string {
  return process.env.KUBEBUILDER_ASSETS ? resolve(process.env.KUBEBUILDER_ASSETS) : builtFolder();
}

/** The path of a program. Throws, with the mend, when one of its folder is not there. */
export function program(name: ProgramName): string {
  const isOfClients = ofClients.some((each) => each === name);
  const [folder, names] = isOfClients ? [builtFolder(), ofClients] : [programsFolder(), ofCluster];
  const missing = names.filter((each) => !existsSync(join(folder, each)));
  if (missing.length > 0) throw new Error(`${folder} lacks ${missing.join(', ')}; run test/cluster/install`);
  return join(folder, name);
}

/** One line of what a run of tests is run against. */
export function versions(): string {
  const first = (name: ProgramName, ...args: string[]) =>
    execFileSync(program(name), args, { encoding: 'utf8' })
      .split('\n')[0]
      ?.replace(/^[\w -]+(: |, version )|^Kubernetes /, '')
      .replace(/ \(.*/, '');
  return [
    `etcd ${first('etcd', '--version')}`,
    `kube-apiserver ${first('kube-apiserver', '--version')}`,
    `kubectl ${first('kubectl', 'version', '--client')}`,
    `kube-state-metrics ${first('kube-state-metrics', 'version')}`,
  ].join(', ');
}
