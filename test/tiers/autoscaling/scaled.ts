import { WebService, type WebServiceProps } from '../../../src/tiers';
import type { Autoscaling } from '../../../src/tiers/autoscaling';
import { makeSystem, small, type TestSystem } from '../../fixtures';

/** A web tier that is scaled, and what renders it. */
export function scaled(
  autoscaling: Autoscaling,
  props: Partial<WebServiceProps> = {},
  test: TestSystem = makeSystem(),
) {
  new WebService(test.application, 'web', {
    image: 'shop/web:1.0',
    port: 8080,
    resources: small,
    ...props,
    autoscaling,
  });
  return test.render();
}
