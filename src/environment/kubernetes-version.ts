import { z } from 'zod';
import { KUBERNETES_VERSIONS } from '../kubernetes/kind-registry';

/** A supported Kubernetes version in the form `1.36`. */
export function kubernetesVersion() {
  return z.enum(KUBERNETES_VERSIONS);
}
