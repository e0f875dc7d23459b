import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

const labels = { 'app.kubernetes.io/name': 'reports' };

/** Reports, as the plain chart has had them: nothing here knows of tiers. */
export function reports(scope: Construct): kplus.Deployment {
  const settings = new kplus.ConfigMap(scope, 'settings', {
    metadata: { name: 'reports-settings' },
    data: { 'settings.yaml': 'pageSize: 50\n' },
  });
  const deployment = new kplus.Deployment(scope, 'reports', {
    metadata: { name: 'reports' },
    podMetadata: { labels },
    select: false,
    replicas: 2,
    serviceAccount: new kplus.ServiceAccount(scope, 'account', { metadata: { name: 'reports' } }),
    securityContext: { ensureNonRoot: true, user: 10001, group: 10001 },
  });
  deployment.select(kplus.LabelSelector.of({ labels }));
  const container = deployment.addContainer({
    image: 'registry.example.com/shop/reports:3.1.0',
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    portNumber: 8080,
    readiness: kplus.Probe.fromHttpGet('/ready', { periodSeconds: Duration.seconds(10) }),
    resources: {
      cpu: { request: kplus.Cpu.millis(100) },
      memory: { request: Size.mebibytes(128), limit: Size.mebibytes(128) },
    },
    securityContext: {
      capabilities: { drop: [kplus.Capability.ALL] },
      seccompProfile: { type: kplus.SeccompProfileType.RUNTIME_DEFAULT },
    },
  });
  container.mount('/etc/reports', kplus.Volume.fromConfigMap(scope, 'settings-volume', settings));
  new kplus.Service(scope, 'service', {
    metadata: { name: 'reports' },
    selector: kplus.Pods.select(scope, 'pods', { labels }),
    ports: [{ port: 80, targetPort: 8080 }],
  });
  return deployment;
}
