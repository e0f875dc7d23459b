import { type TierPort, WebService } from '../../src/tiers';
import { makeSystem, problemsFrom, small } from '../fixtures';
import { envLines } from '../fixtures/env-lines';

function shop(ports: readonly TierPort[]) {
  const test = makeSystem();
  const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
  const api = new WebService(test.application, 'api', { image: 'api:1.0', ports, resources: small });
  const seen = () => {
    const tree = test.render();
    const [container] = tree.get('Deployment', 'web').spec.template.spec.containers;
    return { variables: envLines(container), egress: tree.get('NetworkPolicy', 'web').spec.egress[0].ports };
  };
  return { web, api, seen };
}

const several: readonly TierPort[] = [
  { name: 'http', port: 8080, servicePort: 80 },
  { name: 'grpc', port: 50051, protocol: 'grpc' },
];

describe('clients of a tier with several ports', () => {
  test('reach the first one, as if there were no others', () => {
    const { web, api, seen } = shop(several);
    web.connectTo(api);
    expect(seen()).toEqual({
      variables: ['API_URL=http://api.shop.svc.cluster.local'],
      egress: [{ protocol: 'TCP', port: 8080 }],
    });
  });

  test('reach another one by its name, and that alone', () => {
    const { web, api, seen } = shop(several);
    web.connectTo(api.endpoint('grpc'));
    expect(seen()).toEqual({
      variables: ['API_GRPC_ADDRESS=api.shop.svc.cluster.local:50051'],
      egress: [{ protocol: 'TCP', port: 50051 }],
    });
  });

  test('reach the first one by its name, too, as the same connection', () => {
    const { web, api, seen } = shop(several);
    web.connectTo(api);
    web.connectTo(api.endpoint('http'));
    expect(seen().variables).toEqual(['API_URL=http://api.shop.svc.cluster.local']);
  });

  test('are told the ports that there are', () => {
    const { api } = shop(several);
    expect(problemsFrom(() => api.endpoint('grcp'))).toBe(
      "local/shop/shop-app/api: has no port 'grcp', its ports are http, grpc",
    );
  });
});

describe('a protocol says what clients are told', () => {
  const host = 'api.shop.svc.cluster.local';
  test.each<[string | undefined, string[]]>([
    [undefined, [`URL=http://${host}:90`]],
    ['http', [`URL=http://${host}:90`]],
    ['https', [`URL=https://${host}:90`]],
    ['grpc', [`ADDRESS=${host}:90`]],
    ['tcp', [`HOST=${host}`, 'PORT=90']],
    ['udp', [`HOST=${host}`, 'PORT=90']],
    ['mysql', [`HOST=${host}`, 'PORT=90']],
    ['constructor', [`HOST=${host}`, 'PORT=90']],
  ])('%s', (protocol, expected) => {
    const one: TierPort = { name: 'one', port: 9, servicePort: 90, ...(protocol && { protocol }) };
    const first = shop([one]);
    first.web.connectTo(first.api);
    expect(first.seen().variables).toEqual(expected.map((line) => `API_${line}`));
    const second = shop([{ name: 'main', port: 8 }, one]);
    second.web.connectTo(second.api.endpoint('one'));
    expect(second.seen()).toEqual({
      variables: expected.map((line) => `API_ONE_${line}`),
      egress: [{ protocol: protocol === 'udp' ? 'UDP' : 'TCP', port: 9 }],
    });
  });

  test('a URL is none of gRPC by default, but may be asked for', () => {
    const { web, api, seen } = shop(several);
    web.connectTo(api.endpoint('grpc'), { env: { RATES: 'url' } });
    expect(seen().variables).toEqual(['RATES=http://api.shop.svc.cluster.local:50051']);
  });

  test('a URL is not there for what speaks neither HTTP nor gRPC', () => {
    const { web, api } = shop([{ name: 'mysql', port: 3306, protocol: 'tcp' }]);
    expect(problemsFrom(() => web.connectTo(api, { env: { MYSQL: 'url' } }))).toBe(
      "local/shop/shop-app/web: variable 'MYSQL' asks for part 'url' of 'local/shop/shop-app/api', its parts are host, port, address",
    );
  });
});
