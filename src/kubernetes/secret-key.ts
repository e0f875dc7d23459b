/** One key of a Secret, by reference: its value is never known here. */
export interface SecretKey {
  readonly namespace: string;
  readonly secretName: string;
  readonly key: string;
}
