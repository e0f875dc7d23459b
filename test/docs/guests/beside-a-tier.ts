import * as kplus from 'cdk8s-plus-28';
import type { Application, WebService } from 'cdk8s-tiers';

/** A second Service of a tier, under a name that clients of old still use. */
export function keepOldName(app: Application, web: WebService): kplus.Service {
  return new kplus.Service(app, 'old-name', {
    metadata: { name: 'shop-frontend' },
    selector: kplus.Pods.select(app, 'web-pods', { labels: { ...web.selectorLabels } }),
    ports: [{ port: 80, targetPort: 8080 }],
  });
}
