const { App, Chart, ApiObject } = require('cdk8s');

const labels = { app: 'shop', tier: 'web' };

/** A plain cdk8s chart: no construct of this library is needed for its checks. */
class Shop extends Chart {
  constructor(scope, id) {
    super(scope, id, { namespace: 'shop' });

    new ApiObject(this, 'web', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 101,
              runAsGroup: 101,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: 'web',
                image: 'nginxinc/nginx-unprivileged:1.30.4',
                ports: [{ name: 'http', containerPort: 8080 }],
                env: [{ name: 'SESSION_KEY', valueFrom: { secretKeyRef: { name: 'web-session', key: 'key' } } }],
                readinessProbe: { httpGet: { path: '/', port: 'http' } },
                resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              },
            ],
          },
        },
      },
    });

    new ApiObject(this, 'service', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
    });
  }
}

const app = new App();
new Shop(app, 'shop');
app.synth();
