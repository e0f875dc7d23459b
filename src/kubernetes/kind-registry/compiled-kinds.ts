import { readAsset } from '../../asset';
import type { KindDefinition } from './kind-definition';

interface Index {
  readonly kinds: readonly KindDefinition[];
}

let kubernetes: readonly KindDefinition[] | undefined;
let bundled: readonly KindDefinition[] | undefined;

/** All kinds that one of the known Kubernetes versions serves, with their lifetimes. Source: its published OpenAPI documents. */
export function kubernetesKinds(): readonly KindDefinition[] {
  kubernetes ??= read('kubernetes');
  return kubernetes;
}

/** The custom kinds that come with the library. */
export function bundledKinds(): readonly KindDefinition[] {
  bundled ??= [...read('published'), ...read('custom')];
  return bundled;
}

function read(index: string): readonly KindDefinition[] {
  return (JSON.parse(readAsset(`kinds/${index}.json`)) as Index).kinds;
}
