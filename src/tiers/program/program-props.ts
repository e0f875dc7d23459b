import type { ContainerSettings } from '../container-settings';
import type { Metrics, TierProps } from '../tier';

/** What a tier takes whose main container is the user's image. */
export interface ProgramProps extends TierProps, ContainerSettings {
  /** Where metrics are served. @default - no metrics */
  readonly metrics?: Metrics;
}
