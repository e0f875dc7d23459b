import { resolve } from 'node:path';
import { readOutput, runApply } from '../../../src/cluster';
import { Kubectl } from '../../../src/cluster/kubectl';
import type { EnvironmentOutput } from '../../../src/cluster/output';
import { hasRequirements } from '../../../src/cluster/requirements';
import { Transcript } from '../../../src/cluster/transcript';
import type { IndexedRequirement } from '../../../src/manifests';
import { ControlPlane, furnish } from './support';

const dist = resolve(__dirname, '../../../dist');
const production = readOutput(dist, 'production');
const objects = production.objects.map(({ object }) => object);
const told = { environment: 'production', why: 'nothing works', mend: 'make it', neededBy: ['production/shop'] };
const issuer = { ...told, kind: 'ClusterIssuer', apiVersion: 'cert-manager.io/v1', name: 'letsencrypt' };
const secret = { ...told, kind: 'Secret', apiVersion: 'v1', namespace: 'default', name: 'wildcard' };

describe('what has to be there, asked of a real API server', () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await ControlPlane.start();
    await furnish(plane, objects, []);
  });
  afterAll(() => plane?.stop());

  /** What is said of some requirements, and whether the cluster has them. */
  const ask = async (requirements: readonly IndexedRequirement[], kubectl: Kubectl = plane.kubectl) => {
    const lines: string[] = [];
    const output: EnvironmentOutput = { ...production, objects: [], requirements };
    const has = await hasRequirements(kubectl, output, new Transcript((line) => lines.push(line)));
    return { has, first: lines[0] };
  };
  const make = async (object: object) => {
    await plane.kubectl.ask(['apply', '--server-side', '--filename=-'], JSON.stringify(object));
  };

  test('apply refuses before it writes anything, and names all that is missing', async () => {
    const options = { environment: 'production', dist, kubectl: plane.kubectl.options };
    const { exitCode, output: said } = await runApply(options);
    expect(said.split('\n').filter((line) => line.startsWith('the cluster lacks'))).toEqual([
      'the cluster lacks Ingress controller ingress-nginx: no pod with app.kubernetes.io/name=ingress-nginx in namespace ingress-nginx',
      'the cluster lacks IngressClass nginx: it is not there',
      'the cluster lacks StorageClass fast: it is not there',
      'the cluster lacks StorageClass files: it is not there',
      'the cluster lacks StorageClass standard: it is not there',
    ]);
    expect(said.endsWith('nothing was applied\n')).toBe(true);
    expect(exitCode).toBe(1);
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'zamperla' } };
    expect(await plane.kubectl.get([namespace])).toEqual([]);
  });

  test('a kind that the server does not know is told as such', async () => {
    const connection = {
      ...told,
      kind: 'VaultConnection',
      apiVersion: 'secrets.hashicorp.com/v1beta1',
      name: 'default',
    };
    expect(await ask([{ ...connection, namespace: 'default' }])).toEqual({
      has: false,
      first: 'the cluster lacks VaultConnection default/default: secrets.hashicorp.com/v1beta1 has no such kind here',
    });
  });

  test('an issuer counts when its controller says that it is ready', async () => {
    const { apiVersion, kind, name } = issuer;
    await make({ apiVersion, kind, metadata: { name }, spec: { selfSigned: {} } });
    expect(await ask([issuer])).toEqual({
      has: false,
      first:
        'the cluster lacks ClusterIssuer letsencrypt: it is there, but not ready: condition Ready is not there yet',
    });
    const status = { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }] };
    await plane.kubectl.ask([
      ...['patch', 'clusterissuers.cert-manager.io', name, '--subresource=status', '--type=merge'],
      `--patch=${JSON.stringify({ status })}`,
    ]);
    expect(await ask([issuer])).toEqual({ has: true, first: undefined });
  });

  test('a Secret is looked for by its name', async () => {
    expect((await ask([secret])).first).toBe('the cluster lacks Secret default/wildcard: it is not there');
    await make({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'wildcard', namespace: 'default' } });
    expect(await ask([secret])).toEqual({ has: true, first: undefined });
  });

  test('who may not ask is told so, and is not stopped', async () => {
    const { program = ['kubectl'], ...options } = plane.kubectl.options;
    const stranger = new Kubectl({ ...options, program: [...program, '--as=stranger'] });
    const { has, first } = await ask([secret], stranger);
    expect(has).toBe(true);
    expect(first).toMatch(
      /^can't ask for Secret default\/wildcard: .*secrets "wildcard" is forbidden: User "stranger"/,
    );
  });
});
