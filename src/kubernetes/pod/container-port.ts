/** A port that a container listens on. */
export interface ContainerPort {
  readonly name: string;
  readonly port: number;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP';
}
