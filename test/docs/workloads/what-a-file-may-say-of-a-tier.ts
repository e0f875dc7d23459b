import {
  Application,
  defineSystem,
  httpProbe,
  imageReference,
  podSettings,
  propsOf,
  System,
  sizing,
  variables,
  WebService,
  z,
} from 'cdk8s-tiers';

export const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({
    pods: z.strictObject(podSettings()).prefault({}).describe('What holds for the pods of every tier.'),
    web: z.strictObject({
      image: imageReference().describe('Image of the web tier.'),
      ...sizing('100m', '256Mi'),
      ...variables(),
      ...podSettings(),
      ...httpProbe('/health'),
    }),
  }),
  build: (root, { pods, web }) => {
    const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    new WebService(app, 'web', { image: web.image, port: 8080, ...propsOf(app, web, pods) });
  },
});
