import { Application } from '../../src/system';
import { WebService } from '../../src/tiers';
import { makeSystem, small } from '../fixtures';

test('a namespace that somebody else manages gets no Namespace and no policy, whoever connects to it', () => {
  const test = makeSystem();
  const legacy = new Application(test.system, 'legacy', { namespace: 'legacy', managedNamespace: false });
  const serve = (application: Application, name: string) =>
    new WebService(application, name, { image: 'web:1.0', port: 80, resources: small });
  serve(test.application, 'web').connectTo(serve(legacy, 'archive'));
  const { all } = test.render();
  const places = (kind: string) => all(kind).map(({ metadata }) => `${metadata.namespace ?? '-'}/${metadata.name}`);
  expect(places('NetworkPolicy').sort()).toEqual(['shop/allow-dns', 'shop/default-deny', 'shop/web']);
  expect(places('Namespace')).toEqual(['-/shop']);
  expect(places('Service').sort()).toEqual(['legacy/archive', 'shop/web']);
});
