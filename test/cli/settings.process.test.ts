import { join } from 'node:path';
import { each, objects } from '../../src/checks/builders';
import { KubeObject } from '../../src/kubernetes';
import { makeFolder } from '../fixtures/folder';
import { makeProject } from '../fixtures/project';

test('publish:gitops holds the rules of the project, with the settings of a file', async () => {
  const noSettings = {
    id: 'no-settings',
    title: 'a ConfigMap of settings',
    severity: 'error',
    why: 'settings belong to the image here',
    mend: 'build them in',
    check: each(objects('/ConfigMap'), () => ({ field: 'data' })),
  } as const;
  const test = makeProject(
    {
      shop: (application) =>
        void new KubeObject(application, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' }, () => ({
          data: { mode: 'a' },
        })),
    },
    { rules: [noSettings] },
  );
  test.environment('local', ['shop']);
  const off = join(makeFolder({ 'settings.yaml': "severities: {no-settings: 'off'}\n" }), 'settings.yaml');
  expect(await test.run('synth', '--config', off)).toMatchObject({ code: 0 });
  const publish = ['publish:gitops', '-e', 'local', '-r', makeFolder(), '--dist', test.output];
  expect(await test.run(...publish)).toMatchObject({
    code: 1,
    out: expect.stringContaining('no-settings: ConfigMap shop/settings data: a ConfigMap of settings'),
  });
  expect((await test.run(...publish, '--config', off)).out).not.toContain('no-settings');
});
