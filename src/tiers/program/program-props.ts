import type { SecretKey } from '../../kubernetes';
import type { Metrics, TierProps } from '../tier';

/** What a tier takes whose main container is the user's image. */
export interface ProgramProps extends TierProps {
  /** Image with a pinned tag. */
  readonly image: string;
  /** Command of the container. @default - the image's */
  readonly command?: readonly string[];
  /** Arguments of the command. @default - the image's */
  readonly args?: readonly string[];
  /** Folder that the program starts in. @default - the image's */
  readonly workingDir?: string;
  /** Where metrics are served. @default - no metrics */
  readonly metrics?: Metrics;
  /** Configuration files by absolute path; a change restarts the pods. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Secret files by absolute path. @default - none */
  readonly secretFiles?: Readonly<Record<string, SecretKey>>;
  /** Folders that the program writes to, besides /tmp; their content is lost with the pod. @default - none */
  readonly scratch?: readonly string[];
}
