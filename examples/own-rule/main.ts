import { ApiObject } from 'cdk8s';
import { Application, Cpu, defineSystem, Size, System, WebService, waive, z } from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';
import { owners } from './owners';

const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
const image = (name: string) => `registry.example.com/shop/${name}:1.0.0`;

const shop = defineSystem({
  name: 'shop',
  settings: z.strictObject({ owner: z.string() }),
  build: (root, { owner }) => {
    const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    const web = new WebService(app, 'web', { image: image('web'), port: 8080, resources });
    ApiObject.of(web).metadata.addLabel('owner', owner);
    const preview = new WebService(app, 'preview', { image: image('preview'), port: 8080, resources });
    waive(preview, 'owner-label', 'nobody has to be called for a preview');
  },
});

void main({ systems: [shop], ...owners });
