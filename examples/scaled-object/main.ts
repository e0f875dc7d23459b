import { ApiObject, JsonPatch } from 'cdk8s';
import { Application, Cpu, defineSystem, KubeObject, Size, System, WebService, z } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';

const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const image = 'registry.example.com/shop/web:1.0.0';

/** From two pods to ten by their CPU, and four in office hours at least. */
function scale(web: WebService): void {
  ApiObject.of(web).addJsonPatch(JsonPatch.remove('/spec/replicas'));
  const office = { timezone: 'Europe/Rome', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '4' };
  const triggers = [
    { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } },
    { type: 'cron', metadata: office },
  ];
  new KubeObject(web, 'scaler', { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: web.tier }, () => ({
    spec: { scaleTargetRef: { name: web.workloadName }, minReplicaCount: 2, maxReplicaCount: 10, triggers },
  }));
}

const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({}),
  build: (root) => {
    const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    const web = new WebService(app, 'web', { image, port: 8080, resources, replicas: 2 });
    scale(web);
    new WebService(app, 'proxy', { image, port: 8080, resources }).connectTo(web);
  },
});

void main({ systems: [shop] });
