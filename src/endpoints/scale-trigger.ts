import type { SecretKey } from '../kubernetes';
import type { IEndpoint } from './endpoint';

/** A trigger of KEDA. Source: KEDA docs, scalers. */
export interface ScaleTrigger {
  /** Type of the trigger: `rabbitmq`, `kafka`, `aws-sqs-queue`, `prometheus`. */
  readonly type: string;
  /** Settings of the trigger; every value is a text. */
  readonly metadata: Readonly<Record<string, string>>;
  /** How the number is shared among pods; KEDA refuses it for Jobs. @default AverageValue (KEDA) */
  readonly metricType?: 'AverageValue' | 'Value' | 'Utilization';
  /**
   * Keys of Secrets by parameter of the trigger, in the tier's namespace. Tiers of an Application share one login to a server.
   * @default - the trigger needs no login
   */
  readonly authentication?: Readonly<Record<string, SecretKey>>;
  /** What KEDA's operator asks. @default - nothing but the API server */
  readonly endpoint?: IEndpoint;
}
