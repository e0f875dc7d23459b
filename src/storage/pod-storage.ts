import { Construct } from 'constructs';
import { EnvironmentRoot } from '../system';
import { type ClaimSpec, checkClaim, claimTemplate, createVolume, isStatic, retentionIn } from './claim-objects';

/** What {@link PodStorage} asks for, for each pod. */
export interface PodStorageSpec extends Pick<ClaimSpec, 'size' | 'purpose' | 'labels'> {
  /** Name of the StatefulSet, part of the claims' names. */
  readonly statefulSet: string;
  /** Name of the claim template, by which containers mount the volume. */
  readonly templateName: string;
  /** Most pods. */
  readonly pods: number;
}

/**
 * A volume for each pod of a StatefulSet, from a claim template. In a static environment the volumes are written out, each for the
 * claim that the cluster will make for its pod.
 */
export class PodStorage extends Construct {
  /** Name by which containers mount it. */
  readonly volumeName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PodStorageSpec,
  ) {
    super(scope, id);
    this.volumeName = props.templateName;
    checkClaim(this, this.claimOf(0));
    if (!isStatic(EnvironmentRoot.of(this).environment)) return;
    for (let ordinal = 0; ordinal < props.pods; ordinal++) {
      createVolume(new Construct(this, String(ordinal)), this.claimOf(ordinal));
    }
  }

  /** `volumeClaimTemplates` of the StatefulSet. */
  get claimTemplates() {
    return [claimTemplate(EnvironmentRoot.of(this).environment, this.volumeName, this.claimOf(0))];
  }

  /** What happens to the claims when pods go. */
  get retention() {
    return retentionIn(EnvironmentRoot.of(this).environment);
  }

  private claimOf(ordinal: number): ClaimSpec {
    const { statefulSet, templateName, size, purpose, labels } = this.props;
    return {
      claimName: `${templateName}-${statefulSet}-${ordinal}`,
      size,
      purpose,
      labels,
      accessMode: 'ReadWriteOnce',
    };
  }
}
