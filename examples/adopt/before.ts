import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { reports } from './reports';

const app = new App({ outdir: 'before' });
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const labels = { app: 'shop', tier: 'web' };

const web = new kplus.Deployment(chart, 'web', {
  metadata: { name: 'web' },
  podMetadata: { labels },
  select: false,
  securityContext: { ensureNonRoot: true, user: 10001, group: 10001 },
});
web.select(kplus.LabelSelector.of({ labels }));
web.addContainer({
  image: 'registry.example.com/shop/web:3.1.0',
  portNumber: 8080,
  envVariables: { REPORTS_URL: kplus.EnvValue.fromValue('http://reports') },
  resources: {
    cpu: { request: kplus.Cpu.millis(100) },
    memory: { request: Size.mebibytes(128), limit: Size.mebibytes(128) },
  },
});
new kplus.Service(chart, 'web-service', {
  metadata: { name: 'web' },
  selector: kplus.Pods.select(chart, 'web-pods', { labels }),
  ports: [{ port: 8080 }],
});
reports(chart);

app.synth();
