import { Construct } from 'constructs';
import { Volume } from '../kubernetes';
import { EnvironmentRoot } from '../system';
import { type ClaimSpec, checkClaim, claimTemplate, createClaim, isStatic, retentionIn } from './claim-objects';

/**
 * The volume of one pod. A static environment gets the volume and its claim; a dynamic one gets a claim template where the
 * workload is a StatefulSet, and a claim otherwise.
 */
export class OwnStorage extends Construct {
  /** Name by which containers mount it. */
  readonly volumeName: string;
  private readonly fromTemplate: boolean;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClaimSpec & { readonly statefulSet: boolean; readonly templateName: string },
  ) {
    super(scope, id);
    this.volumeName = props.templateName;
    this.fromTemplate = props.statefulSet && !isStatic(EnvironmentRoot.of(this).environment);
    if (!this.fromTemplate) createClaim(this, props);
    else checkClaim(this, props);
  }

  /** The pod's volume; a claim template brings its own. */
  get volume(): Volume | undefined {
    return this.fromTemplate ? undefined : Volume.claim(this.volumeName, { claimName: this.props.claimName });
  }

  /** `volumeClaimTemplates`, written as the server stores them: it adds version, kind and mode. */
  get claimTemplates() {
    if (!this.fromTemplate) return undefined;
    return [claimTemplate(EnvironmentRoot.of(this).environment, this.volumeName, this.props)];
  }

  /** What happens to the claims of the templates. */
  get retention() {
    return this.fromTemplate ? retentionIn(EnvironmentRoot.of(this).environment) : undefined;
  }
}
