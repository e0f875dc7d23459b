import { existsSync } from 'node:fs';
import { synthInto } from 'cdk8s-tiers/testing';
import { KubeObject } from '../../src/kubernetes';
import { contentOf } from '../fixtures/folder';
import { makeProject } from '../fixtures/project';

const shop = () => {
  const test = makeProject({
    shop: (application) =>
      void new KubeObject(application, 'web', { apiVersion: 'v1', kind: 'ConfigMap', name: 'web' }, () => ({
        data: { key: 'value' },
      })),
  });
  test.environment('local', ['shop']);
  test.environment('staging', ['shop']);
  return test;
};

describe('synthInto', () => {
  test('gives the files that synth writes, and writes none', async () => {
    const test = shop();
    const { files } = synthInto(test.project);
    expect(existsSync(test.output)).toBe(false);
    await test.run('synth');
    const written = Object.entries(contentOf(test.output)).filter(
      ([path]) => !path.endsWith('/') && path !== 'index.json',
    );
    expect(Object.fromEntries(files)).toEqual(Object.fromEntries(written));
  });

  test('gives the objects in the order of the rollout, of a part if one is named', () => {
    const { project } = shop();
    const kinds = ({ environment, system }: { environment?: string; system?: string }) =>
      synthInto(project, { environment, system }).objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const local = kinds({ environment: 'local' });
    expect(local.indexOf('Namespace shop')).toBeLessThan(local.indexOf('ConfigMap web'));
    expect(kinds({})).toHaveLength(2 * local.length);
    expect(kinds({ environment: 'local', system: 'shop' })).toEqual([
      'AppProject shop',
      'Application shop-app',
      'ConfigMap web',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
    ]);
  });

  test('has a part for each environment and system, out of one rendering', () => {
    const output = synthInto(shop().project);
    expect(output.parts).toEqual([
      { environment: 'local', system: 'platform' },
      { environment: 'local', system: 'shop' },
      { environment: 'staging', system: 'platform' },
      { environment: 'staging', system: 'shop' },
    ]);
    const part = output.part({ environment: 'staging' }).part({ system: 'shop' });
    expect(part.parts).toEqual([{ environment: 'staging', system: 'shop' }]);
    expect([...part.files.keys()]).toContain('staging/shop-app/configmap.web.yaml');
    expect(part.report).toBe(output.report);
  });

  test('throws what synth would tell', () => {
    expect(() => synthInto(shop().project, { system: 'shpo' })).toThrow(
      "--system: unknown system 'shpo', the project has platform, shop",
    );
  });
});
