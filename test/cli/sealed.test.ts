import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { fixed, generated, UserCredential } from '../../src/secrets';
import { WebService } from '../../src/tiers';
import { small } from '../fixtures';
import { contentOf, putFiles } from '../fixtures/folder';
import { makeProject } from '../fixtures/project';
import { makeSealingPair } from '../secret-providers/sealing/certificate';
import { unseal } from '../secret-providers/sealing/unseal';

const pair = makeSealingPair();
const path = 'staging/shop-app/sealedsecret.web-login.yaml';

function makeSealedProject() {
  const test = makeProject({
    shop: (application) => {
      const login = new UserCredential(application, 'login', {
        name: 'web-login',
        keys: { username: fixed('clerk'), password: generated() },
      });
      new WebService(application, 'web', {
        image: 'shop/web:1.0',
        port: 8080,
        resources: small,
        env: { LOGIN_PASSWORD: login.password },
      });
    },
  });
  test.environment('staging', ['shop'], { secrets: { provider: 'sealed-secrets', certificate: 'sealing.pem' } });
  const environments = join(dirname(test.output), 'environments');
  putFiles(environments, { 'sealing.pem': pair.certificate });
  const files = ['--dist', test.output, '--environments', environments];
  return { ...test, seal: () => test.run('secrets', 'seal', '--environment', 'staging', ...files) };
}

test('what is promised is sealed once, and from then on part of the output', async () => {
  const project = makeSealedProject();
  expect(await project.run('synth')).toMatchObject({ code: 0, err: '' });
  expect(contentOf(project.output)[path]).toBeUndefined();
  expect((await project.run('check', project.output)).out).toContain('npm run secrets -- seal --environment staging');

  expect(await project.seal()).toMatchObject({ code: 0 });
  expect(await project.run('synth')).toMatchObject({ code: 0 });
  const text = contentOf(project.output)[path]!;
  const sealed = load(text) as { spec: { encryptedData: Record<string, string> } };
  const value = (key: string) =>
    unseal(sealed.spec.encryptedData[key]!, pair.privateKey, 'shop', 'web-login').toString();
  expect(value('username')).toBe('clerk');
  expect(value('password')).toMatch(/^[A-Za-z0-9]{32}$/);
  expect((await project.run('check', project.output)).out).not.toContain('secrets -- seal');

  expect(await project.seal()).toMatchObject({ code: 0 });
  await project.run('synth');
  expect(contentOf(project.output)[path]).toBe(text);
});
