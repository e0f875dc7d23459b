import { type Application, Duration, ImagePullSecret, Probe, parseCpu, parseSize, WebService } from 'cdk8s-tiers';

const resources = { cpu: parseCpu('100m'), memory: parseSize('128Mi') };

/** A server of a private registry that answers by gRPC, on nodes of its own, beside a proxy that it shares a folder with. */
export function cart(app: Application): WebService {
  return new WebService(app, 'cart', {
    image: 'registry.example.com/shop/cart:1.0.0',
    imagePullSecrets: [new ImagePullSecret(app, 'registry')],
    ports: [
      { name: 'grpc', port: 50051, protocol: 'grpc' },
      { name: 'admin', port: 9000 },
    ],
    readiness: Probe.grpc({ service: 'shop.Cart' }),
    liveness: Probe.none,
    startBudget: Duration.minutes(5),
    terminationGracePeriod: Duration.seconds(90),
    stopDelay: Duration.seconds(15),
    resources: { ...resources, memoryRequest: parseSize('64Mi') },
    scratch: [{ path: '/run/cart', size: parseSize('16Mi'), memory: true }],
    nodeSelector: { 'example.com/pool': 'carts' },
    tolerations: [{ key: 'example.com/pool', operator: 'Equal', value: 'carts', effect: 'NoSchedule' }],
    serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/cart' },
    sidecars: [
      {
        name: 'proxy',
        image: 'registry.example.com/shop/proxy:1.0.0',
        resources,
        shares: { '/run/cart': '/run/cart' },
      },
    ],
  });
}
