import { managedBy } from '../../kubernetes/labels';
import type { KubernetesObject } from '../../kubernetes/object';
import type { ProgramResult } from '../../program';
import { fieldManager, type Kubectl } from '../kubectl';
import type { NeededSecret } from '../output';

/** A Secret with its values: goes to kubectl's standard input and nowhere else. */
export function secretObject(
  { namespace, name, type = 'Opaque' }: Pick<NeededSecret, 'namespace' | 'name' | 'type'>,
  values: ReadonlyMap<string, Buffer>,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: { ...managedBy } },
    type,
    data: encoded(values),
  };
}

/** Creates a Secret. The server refuses if there is one by now: what exists is never overwritten. */
export function createSecret(
  kubectl: Kubectl,
  secret: NeededSecret,
  values: ReadonlyMap<string, Buffer>,
): Promise<ProgramResult> {
  const args = ['create', `--field-manager=${fieldManager}`, '--filename=-'];
  return kubectl.run(args, JSON.stringify(secretObject(secret, values)));
}

/**
 * Adds keys to a Secret that exists. Its resourceVersion goes along, so that a change by somebody else in between is refused,
 * not lost. (A patch would need the values in an argument or a file; an apply of few keys would remove those of the last one.)
 */
export async function addKeys(
  kubectl: Kubectl,
  { namespace, name }: NeededSecret,
  values: ReadonlyMap<string, Buffer>,
): Promise<ProgramResult> {
  const text = await kubectl.ask(['get', 'secret', name, `--namespace=${namespace}`, '--output=json']);
  const existing = JSON.parse(text) as KubernetesObject & { data?: Record<string, string> };
  const changed = { ...existing, data: { ...encoded(values), ...existing.data } };
  return kubectl.run(['replace', `--field-manager=${fieldManager}`, '--filename=-'], JSON.stringify(changed));
}

function encoded(values: ReadonlyMap<string, Buffer>): Record<string, string> {
  return Object.fromEntries([...values].map(([key, value]) => [key, value.toString('base64')]));
}
