import { WebService } from 'cdk8s-tiers';
import { renderOne, small } from 'cdk8s-tiers/testing';

test('it listens where it is asked to', () => {
  const rendered = renderOne((application) => {
    new WebService(application, 'web', { image: 'shop/web:1.0', port: 8080, resources: small });
  });
  expect(rendered.get('Service', 'web').spec.ports[0].port).toBe(8080);
});
