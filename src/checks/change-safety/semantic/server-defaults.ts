import { canonical } from './canonical';
import { type ChangePath, pathPattern, touches } from './path';

/** What the API server writes where a field is absent, by kind. Source: Kubernetes API reference. */
const defaults: readonly (readonly [kind: string, field: string, value: unknown])[] = [
  ['Service', 'spec.type', 'ClusterIP'],
  ['StatefulSet', 'spec.podManagementPolicy', 'OrderedReady'],
  ['StatefulSet', 'spec.persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Retain', whenScaled: 'Retain' }],
  ['StatefulSet', 'spec.volumeClaimTemplates[*].apiVersion', 'v1'],
  ['StatefulSet', 'spec.volumeClaimTemplates[*].kind', 'PersistentVolumeClaim'],
  ['StatefulSet', 'spec.volumeClaimTemplates[*].spec.volumeMode', 'Filesystem'],
  ['PersistentVolumeClaim', 'spec.volumeMode', 'Filesystem'],
  ['PersistentVolume', 'spec.volumeMode', 'Filesystem'],
];

const rows = defaults.map(([kind, field, value]) => ({
  kind,
  pattern: pathPattern(field),
  text: canonical(value),
}));

/** Whether a field means the same absent as with this value. */
export function isServerDefault(kind: string, path: ChangePath, value: unknown): boolean {
  // Of Services, containers and policies.
  if (path.at(-1) === 'protocol' && path.at(-3) === 'ports') return value === 'TCP';
  return rows.some(
    (row) =>
      row.kind === kind &&
      row.pattern.length === path.length &&
      touches(row.pattern, path) &&
      row.text === canonical(value),
  );
}
