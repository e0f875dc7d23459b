import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { codeBlocks, root, textOf } from '../../docs/markdown';
import { ControlPlane } from './support';

const production = join(root, 'dist/production');
const names: Readonly<Record<string, string>> = { NODE: 'node-1', NAME: 'db-owner', NAMESPACE: 'zamperla' };
/** What needs a kubelet or Argo CD itself is answered here, all else by the server. */
const stand = `
argocd() { echo "argocd $*"; }
npm() { echo "npm $*"; }
kubectl() { if [ "$1" = exec ]; then echo abc; else command kubectl "$@"; fi; }
`;

let plane: ControlPlane;
beforeAll(async () => {
  plane = await ControlPlane.start();
  const apply = (input: object) => plane.kubectl.ask(['apply', '--filename=-'], JSON.stringify(input));
  for (const name of ['zamperla', 'monitoring'])
    await apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await apply({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1' } });
  await apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db-owner', namespace: 'zamperla' } });
  await plane.kubectl.ask(['apply', '--server-side', '--filename', join(production, 'apps')]);
  await plane.kubectl.ask([
    'apply',
    '--server-side',
    '--filename',
    join(production, 'zamperla-data/externalsecret.db-owner.yaml'),
  ]);
});
afterAll(() => plane?.stop());

const run = (commands: string) =>
  execFileSync('bash', ['-euo', 'pipefail', '-c', `${stand}\n${commands}`], {
    cwd: root,
    env: plane.environment,
    encoding: 'utf8',
  });
const inPlaces = (text: string) => text.replaceAll(/\b[A-Z]{4,}\b(?!:|=)/g, (word) => names[word] ?? word);
const commandsOf = (page: string) => codeBlocks(textOf(`docs/runbooks/${page}.md`)).map(({ text }) => inPlaces(text));

test.each(['stuck-sync', 'pause', 'node-loss', 'lost-secret'])(
  'the server takes every command of the page %s, one after the other',
  (page) => {
    const commands = commandsOf(page);
    expect(commands.length).toBeGreaterThan(1);
    for (const block of commands) expect(`${block}${run(block)}`).not.toContain('error:');
  },
);

test('a password that a pod still has comes back as it was, without a line break', () => {
  const secret = run("kubectl get secret db-superuser -n zamperla -o jsonpath='{.data.password}' | base64 -d");
  expect(secret).toBe('abc');
});

test('an answer to what Argo CD asks is a time that it reads', () => {
  const [, answer] = codeBlocks(textOf('docs/argocd.md'))
    .map(({ text }) => text)
    .find((text) => text.includes('confirm-deletion'))!
    .split('\n');
  run(answer!);
  const found = run(
    "kubectl get application zamperla-data -n argocd -o jsonpath='{.metadata.annotations.argocd\\.argoproj\\.io/deletion-approved}'",
  );
  expect(found).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});
