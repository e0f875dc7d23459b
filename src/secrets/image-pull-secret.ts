import type { Construct } from 'constructs';
import { outside } from '../secret-providers';
import type { Component } from '../topology';
import { Credential } from './credential';
import { ExistingSecret } from './existing-secret';

/** Type of a Secret that the kubelet logs in to a registry with (Kubernetes docs, Secret types). */
export const imagePullSecretType = 'kubernetes.io/dockerconfigjson';

const key = '.dockerconfigjson';

/** The login to a private registry, whoever makes it. */
export interface IImagePullSecret {
  /** Name of the Secret. */
  readonly secretName: string;
  readonly namespace: string;
  readonly type: 'kubernetes.io/dockerconfigjson';
  /** What promises it: tiers come after it. @default - somebody else makes it */
  readonly component?: Component;
}

/** Name of an {@link ImagePullSecret}. */
export interface ImagePullSecretProps {
  /** Name of the Secret. @default - the id */
  readonly name?: string;
  /** What it is, for whoever brings it. @default - the login, as `docker login` writes it */
  readonly description?: string;
}

/**
 * The login to a private registry: one Secret with the key `.dockerconfigjson`, which comes from outside.
 *
 * @example
 * const registry = new ImagePullSecret(app, 'registry');
 * new WebService(app, 'web', { image: 'registry.example.com/shop/web:1.0.0', port: 8080, resources, imagePullSecrets: [registry] });
 */
export class ImagePullSecret extends Credential<'.dockerconfigjson'> implements IImagePullSecret {
  /** A login of the same namespace that somebody else makes. */
  static override fromSecretName(scope: Construct, id: string, secretName: string): ExistingImagePullSecret {
    return new ExistingImagePullSecret(scope, id, secretName);
  }

  readonly type = imagePullSecretType;

  constructor(scope: Construct, id: string, props: ImagePullSecretProps = {}) {
    const description = props.description ?? 'login to the registry, as `docker login` writes it to config.json';
    super(scope, id, { name: props.name ?? id, type: imagePullSecretType, keys: { [key]: outside(description) } });
  }
}

/** The login to a private registry that somebody else makes. */
export class ExistingImagePullSecret extends ExistingSecret implements IImagePullSecret {
  readonly type = imagePullSecretType;

  constructor(scope: Construct, id: string, secretName: string) {
    super(scope, id, secretName);
    this.key(key);
  }
}
