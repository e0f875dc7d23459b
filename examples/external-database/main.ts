import * as tiers from 'cdk8s-tiers';
import { main } from 'cdk8s-tiers/cli';

const { Application, Cpu, Postgres, Size, UserCredential, z } = tiers;
const resources = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };
const image = (name: string) => `registry.example.com/shop/${name}:1.0.0`;
const settings = z.strictObject({
  warehouse: z.strictObject({ host: tiers.hostname(), networks: z.array(tiers.cidr()).min(1) }).optional(),
});
type Settings = tiers.z.output<typeof settings>;

/** The warehouse: somebody else's where the environment names its host, else one of our own. */
function warehouse(app: tiers.Application, { warehouse: place }: Settings): tiers.IPostgres {
  const database = 'sales';
  if (!place) return new Postgres(app, 'warehouse', { database, storage: Size.gibibytes(5), resources });
  const keys = { username: tiers.outside('user of the warehouse'), password: tiers.outside('its password') };
  const credentials = new UserCredential(app, 'warehouse-login', { name: 'warehouse-login', keys });
  return Postgres.fromAddress(app, 'warehouse', { ...place, database, credentials });
}

const shop = tiers.defineSystem({
  name: 'shop',
  settings,
  build: (root, chosen) => {
    const app = new Application(new tiers.System(root, 'shop'), 'shop-app', { namespace: 'shop' });
    const reports = new tiers.WebService(app, 'reports', { image: image('reports'), port: 8080, resources });
    reports.connectTo(warehouse(app, chosen));
    new tiers.WebService(app, 'web', { image: image('web'), port: 8080, resources }).connectTo(reports);
  },
});

void main({ systems: [shop] });
