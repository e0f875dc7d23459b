import { indexOf } from '../../src/render/output-index';
import {
  Credential,
  type IImagePullSecret,
  ImagePullSecret,
  type ImagePullSecretProps,
  outside,
} from '../../src/secrets';
import { WebService } from '../../src/tiers';
import {
  describeEveryProp,
  makeEnvironment,
  makeProduction,
  makeSystem,
  problemsFrom,
  small,
  type TestSystem,
} from '../fixtures';

const web = (test: TestSystem, ...imagePullSecrets: IImagePullSecret[]) =>
  new WebService(test.application, 'web', {
    image: 'registry.example.com/web:1.0',
    port: 80,
    resources: small,
    imagePullSecrets,
  });
const secretsOf = (test: TestSystem) => indexOf([test.render().environment]).secrets;
const made = (props: ImagePullSecretProps) => {
  const test = makeSystem();
  new ImagePullSecret(test.application, 'registry', props);
  return secretsOf(test)[0]!;
};

describe('the login to a registry', () => {
  test('is named by the pods, promised with its type, and there before them', () => {
    const test = makeSystem(makeProduction());
    web(test, new ImagePullSecret(test.application, 'registry'));
    const { get } = test.render();
    expect(get('Deployment').spec.template.spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
    const { template, name } = get('ExternalSecret').spec.target;
    expect([name, template.type, Object.keys(template.data)]).toEqual([
      'registry',
      'kubernetes.io/dockerconfigjson',
      ['.dockerconfigjson'],
    ]);
    const wave = (kind: string) => Number(get(kind).metadata.annotations['argocd.argoproj.io/sync-wave']);
    expect(wave('Deployment')).toBeGreaterThan(wave('ExternalSecret'));
    expect(secretsOf(test)).toMatchObject([
      { name: 'registry', type: 'kubernetes.io/dockerconfigjson', usedBy: ['production/shop/shop-app/web/deployment'] },
    ]);
  });

  test('may be made by somebody else', () => {
    const test = makeSystem(makeEnvironment());
    web(test, ImagePullSecret.fromSecretName(test.application, 'login', 'theirs'));
    expect(test.render().get('Deployment').spec.template.spec.imagePullSecrets).toEqual([{ name: 'theirs' }]);
    expect(secretsOf(test)).toMatchObject([
      { name: 'theirs', supply: 'elsewhere', keys: [{ key: '.dockerconfigjson' }] },
    ]);
  });

  test('is refused of another type, which no kubelet logs in with', () => {
    const test = makeSystem();
    const token = new Credential(test.application, 'token', { name: 'token', keys: { token: outside('a token') } });
    const tls = { namespace: 'shop', secretName: 'tls', type: 'kubernetes.io/tls' } as unknown as IImagePullSecret;
    expect(problemsFrom(() => web(test, token as unknown as IImagePullSecret, tls)).split('\n')).toEqual([
      "local/shop/shop-app/web: imagePullSecrets: Secret 'tls' is of type 'kubernetes.io/tls', a login to a registry is of type 'kubernetes.io/dockerconfigjson': make it an ImagePullSecret",
      "local/shop/shop-app/web: imagePullSecrets: Secret 'token' is of type 'Opaque', a login to a registry is of type 'kubernetes.io/dockerconfigjson': make it an ImagePullSecret",
    ]);
  });

  test('is refused in another namespace', () => {
    const test = makeSystem();
    const registry = new ImagePullSecret(test.add('other', 'elsewhere'), 'registry');
    expect(problemsFrom(() => web(test, registry))).toBe(
      "local/shop/shop-app/web: imagePullSecrets: Secret 'registry' is in namespace 'elsewhere' and the tier in 'shop': put both into one namespace",
    );
  });
});

describeEveryProp('ImagePullSecretProps', {
  name: [() => made({ name: 'login' }).name, 'login'],
  description: [() => made({ description: 'robot account' }).keys[0]!.description, 'robot account'],
});
