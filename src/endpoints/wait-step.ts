import type { EnvValue, Resources } from '../kubernetes';
import type { IImagePullSecret } from '../secrets';
import type { EnvMap } from './parts';

/**
 * What the pods of clients run before everything else: a container that ends well once the endpoint has what they need, and fails
 * when it does not come in time, so that it is tried again. It has no volume and runs as the user of the client's pods.
 */
export interface WaitStep<P extends string = string> {
  /** Image with a pinned tag. */
  readonly image: string;
  readonly command: readonly string[];
  /** Variables that hold parts of the endpoint, as this client gets them: its own login. @default - none */
  readonly parts?: EnvMap<P>;
  /** Further variables. @default - none */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /** CPU and memory of the container. @default 10m CPU, 32Mi memory */
  readonly resources?: Resources;
  /** Logins to the registry of the image. @default - none */
  readonly imagePullSecrets?: readonly IImagePullSecret[];
}
