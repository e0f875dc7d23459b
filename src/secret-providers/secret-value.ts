/** Where the value of one key comes from. */
export type SecretValue =
  | { readonly origin: 'generated'; readonly length: number }
  | { readonly origin: 'fixed'; readonly value: string }
  | { readonly origin: 'outside'; readonly description: string };

/** A random value of letters and digits, made in the cluster and known nowhere else. */
export function generated(length = 32): SecretValue {
  return { origin: 'generated', length };
}

/** What is no secret but stands beside one: a user name. */
export function fixed(value: string): SecretValue {
  return { origin: 'fixed', value };
}

/** What somebody else has issued: a private key, a certificate, a token. It is never invented. */
export function outside(description: string): SecretValue {
  return { origin: 'outside', description };
}
