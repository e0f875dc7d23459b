import { join } from 'node:path';
import { countOf, runChecks } from '../../src/checks';
import { readManifests } from '../../src/manifests';
import type { Any } from '../charts/zamperla/output';
import { both, index } from '../charts/zamperla/output';

const set = readManifests(join(__dirname, '../../dist'));

test('every file of the output is in the index, and every entry of the index is a file', () => {
  const files = set.files
    .filter((path) => !path.endsWith('index.json'))
    .map((path) => path.slice(path.indexOf('dist/') + 5));
  expect(new Set(files)).toEqual(new Set(index.files.map(({ path }) => path)));
});

test('the checks find no error in the output', () => {
  const report = runChecks(set);
  expect(report.objects).toBeGreaterThan(150);
  expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(countOf(report, 'error')).toBe(0);
});

describe.each(both)('$environment', (output) => {
  test('no two objects have one name', () => {
    const keys = output.objects.map(
      ({ object, namespace }) => `${object.apiVersion} ${object.kind} ${namespace ?? ''}/${object.metadata.name}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('every ConfigMap, Secret, claim and account that a pod names exists or is promised, and every one is used', () => {
    const secrets = new Set(
      index.secrets.filter((s) => s.environment === output.environment).map((s) => `${s.namespace}/${s.name}`),
    );
    const used = {
      configMaps: new Set<string>(),
      secrets: new Set<string>(),
      claims: new Set<string>(),
      accounts: new Set<string>(),
    };
    for (const { found, template } of output.pods) {
      const at = (name: string) => `${found.namespace}/${name}`;
      const { spec } = template;
      used.accounts.add(at(spec.serviceAccountName));
      for (const volume of spec.volumes ?? []) {
        if (volume.configMap) used.configMaps.add(at(volume.configMap.name));
        if (volume.persistentVolumeClaim) used.claims.add(at(volume.persistentVolumeClaim.claimName));
        for (const source of volume.projected?.sources ?? []) {
          if (source.secret) used.secrets.add(at(source.secret.name));
          if (source.configMap) used.configMaps.add(at(source.configMap.name));
        }
        if (volume.secret) used.secrets.add(at(volume.secret.secretName));
      }
      for (const container of [...spec.containers, ...(spec.initContainers ?? [])] as Any[]) {
        for (const { valueFrom } of container.env ?? [])
          if (valueFrom?.secretKeyRef) used.secrets.add(at(valueFrom.secretKeyRef.name));
      }
    }
    for (const { object, namespace } of output.ofKind('TriggerAuthentication')) {
      for (const { name } of object.spec.secretTargetRef) used.secrets.add(`${namespace}/${name}`);
    }
    const emitted = (kind: string) => new Set(output.ofKind(kind).map(({ namespace, name }) => `${namespace}/${name}`));
    const configMaps = emitted('ConfigMap');
    configMaps.delete('argocd/argocd-cm');
    expect(used.configMaps).toEqual(configMaps);
    expect(used.secrets).toEqual(secrets);
    expect(used.claims).toEqual(emitted('PersistentVolumeClaim'));
    expect(used.accounts).toEqual(emitted('ServiceAccount'));
  });

  test('every object carries its wave, and nothing is rolled out before what it names', () => {
    for (const { object, path, wave } of output.objects.filter(
      ({ kind }) => kind !== 'AppProject' && kind !== 'Application',
    )) {
      expect([path, object.metadata.annotations?.['argocd.argoproj.io/sync-wave']]).toEqual([path, String(wave)]);
    }
  });

  test('what holds data is guarded against pruning', () => {
    for (const kind of ['Namespace', 'PersistentVolume', 'PersistentVolumeClaim']) {
      for (const { object, path } of output.ofKind(kind)) {
        expect([path, object.metadata.annotations?.['argocd.argoproj.io/sync-options']]).toEqual([
          path,
          'Prune=false,Delete=false',
        ]);
      }
    }
    for (const { object, path } of output.objects) {
      const { 'argocd.argoproj.io/sync-options': options, 'argocd.argoproj.io/compare-options': compared } =
        object.metadata.annotations ?? {};
      // Or its Application is synced for it again and again, once it has left Git.
      expect([path, compared === 'IgnoreExtraneous']).toEqual([path, options?.includes('Prune=false') ?? false]);
    }
    for (const kind of ['StatefulSet', 'ScaledJob']) {
      for (const { object, path } of output.ofKind(kind)) {
        expect([path, object.metadata.annotations?.['argocd.argoproj.io/sync-options']]).toEqual([
          path,
          'Prune=confirm,Delete=confirm',
        ]);
      }
    }
  });

  test('every pod passes the restricted profile, and has no API token but where it needs one', () => {
    const withToken = output.pods
      .filter(({ template }) => template.spec.automountServiceAccountToken !== false)
      .map(({ found }) => found.name);
    expect(withToken.sort()).toEqual(['kube-state-metrics', 'prometheus']);
    for (const { found, template } of output.pods) {
      expect([found.path, template.spec.securityContext]).toEqual([
        found.path,
        expect.objectContaining({
          runAsNonRoot: true,
          runAsUser: expect.any(Number),
          seccompProfile: { type: 'RuntimeDefault' },
        }),
      ]);
      for (const c of [...template.spec.containers, ...(template.spec.initContainers ?? [])]) {
        expect([found.path, c.securityContext]).toEqual([
          found.path,
          { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
        ]);
      }
    }
  });
});
