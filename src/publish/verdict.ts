import { type CheckSettings, runChecks } from '../checks';
import {
  acknowledge,
  type ChangeReport,
  type ChangeRules,
  compareManifests,
  readAcknowledgements,
  textReport,
  verdictOf,
} from '../checks/change-safety';
import { ManifestSet, supplyOf } from '../manifests';
import type { OwnFacts } from '../manifests/model';
import { unsealedSecrets } from '../secret-providers/sealing';
import type { Content } from './content';

/** What publishing would do to the cluster, and whether that stops it. */
export interface PublishVerdict {
  readonly blocked: boolean;
  readonly report: ChangeReport;
  /** For people: errors of the checks, then the changes. */
  readonly text: string;
}

/** Errors that the checks find in what is to be published, and Secrets that are promised but not sealed yet. */
export function checkErrors(content: Content, settings?: CheckSettings): string[] {
  const needs = content.secrets
    .filter((secret) => supplyOf(secret) === 'seal')
    .map(({ namespace, name, keys }) => ({ namespace, name, keys: keys.map(({ key }) => key) }));
  const objects = content.manifests.manifests.map(({ object }) => object);
  const unsealed = unsealedSecrets(needs, objects).map(
    ({ need, keys }) =>
      `Secret ${need.namespace}/${need.name}: ${keys.join(', ')} not sealed; ` +
      `run \`npm run secrets -- seal --environment ${content.environment}\`, then synth`,
  );
  const findings = runChecks(content.manifests, settings)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ file, line, rule, message }) => `${file}${line === undefined ? '' : `:${line}`}: ${rule}: ${message}`);
  return [...findings, ...unsealed];
}

/** Judges the way from what is published to what will be. @param names the two sides for people */
export function judgePublication(
  before: ManifestSet,
  content: Content,
  acknowledgements: string,
  names: { readonly from: string; readonly to: string; readonly place: (where: string) => string },
  { changeRules, ...own }: OwnFacts & { readonly changeRules?: ChangeRules | undefined } = {},
): PublishVerdict {
  const after = new ManifestSet(content.manifests.manifests);
  const { findings, objects } = compareManifests(before, after, undefined, changeRules, own);
  const placed = findings.map((finding) => ({
    ...finding,
    environment: content.environment,
    where: names.place(finding.where),
  }));
  const answered = acknowledge(placed, readAcknowledgements(acknowledgements));
  const report: ChangeReport = {
    from: names.from,
    to: names.to,
    findings: answered.findings,
    objects,
    unused: answered.unused.filter(({ environment }) => environment === content.environment),
    warnings: [],
  };
  const verdict = verdictOf(report);
  return { blocked: verdict === 'BLOCK' || verdict === 'RECREATE', report, text: textReport(report, false) };
}
