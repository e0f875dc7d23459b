import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks, root, textOf } from '../../docs/markdown';
import { ControlPlane } from './support';

const production = join(root, 'dist/production');
const bootstrap = ['apply', '--server-side', '--filename', join(production, 'bootstrap.yaml')];
const child = join(production, 'apps/application.zamperla-app.yaml');

let plane: ControlPlane;
beforeAll(async () => {
  plane = await ControlPlane.start();
});
afterAll(() => plane?.stop());

const ask = (args: readonly string[], input?: string) => plane.kubectl.ask(args, input);
const syncPolicy = async () =>
  JSON.parse(
    await ask(['get', 'application', 'zamperla-app', '--namespace=argocd', '--output=jsonpath={.spec.syncPolicy}']),
  );

/** The arguments of the first command of the page on pauses that begins like this. */
function documented(beginning: string): string[] {
  const line = codeBlocks(textOf('docs/runbooks/pause.md'))
    .flatMap(({ text }) => text.split('\n'))
    .find((one) => one.startsWith(beginning));
  return [...line!.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!).slice(1);
}

describe("Argo CD's settings", () => {
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace: 'argocd',
      labels: {
        'app.kubernetes.io/managed-by': 'Helm',
        'app.kubernetes.io/part-of': 'argocd',
        'helm.sh/chart': 'argo-cd',
      },
    },
    data: { 'admin.enabled': 'true' },
  };
  const asArgoCd = ['apply', '--server-side', '--force-conflicts', '--field-manager=argocd-controller', '--filename'];
  const kept = join(production, 'argocd-settings/configmap.argocd-cm.yaml');

  test('are taken beside those of the chart that has installed it, by hand, by Argo CD, and by hand again', async () => {
    await ask(['create', '--field-manager=helm', '--filename=-'], JSON.stringify(settings));
    await ask(bootstrap);
    await ask([...asArgoCd, kept]);
    await ask(bootstrap);
    const found = JSON.parse(await ask(['get', 'configmap', 'argocd-cm', '--namespace=argocd', '--output=json']));
    expect(found.metadata.labels).toEqual(settings.metadata.labels);
    expect(Object.keys(found.data).sort()).toEqual([
      'admin.enabled',
      'resource.customizations.health.argoproj.io_Application',
      'resource.customizations.health.networking.k8s.io_Ingress',
    ]);
  });

  test('are refused where somebody has another rule for the kind, who is named', async () => {
    const other = readFileSync(kept, 'utf8').replace('no health reported yet', 'nothing yet');
    await ask([...asArgoCd, '-'], other);
    await expect(ask(bootstrap)).rejects.toThrow(
      /conflict with "argocd-controller": \.data\.resource\.customizations\.health\.argoproj\.io_Application/,
    );
    await ask([...bootstrap, '--force-conflicts']);
  });
});

describe('a pause, by the commands of its page', () => {
  test('takes automated sync away and nothing else, and what the root applies without the ignored field leaves it so', async () => {
    await ask(['apply', '--server-side', '--field-manager=argocd-controller', '--filename', child]);
    const before = await syncPolicy();
    await ask(
      documented(
        'kubectl patch application zamperla-app -n argocd --type merge -p \'{"spec":{"syncPolicy":{"automated":null}}}\'',
      ),
    );
    const { automated, ...rest } = before;
    expect(automated).toEqual({ prune: true, selfHeal: true, allowEmpty: false });
    expect(await syncPolicy()).toEqual(rest);
    // With RespectIgnoreDifferences Argo CD takes the live value of an ignored field: none.
    const without = readFileSync(child, 'utf8').replace(/^ {4}automated:\n(?: {6}.*\n)+/m, '');
    await ask(
      ['apply', '--server-side', '--force-conflicts', '--field-manager=argocd-controller', '--filename=-'],
      without,
    );
    expect(await syncPolicy()).toEqual(rest);
    await ask(
      documented(
        'kubectl patch application zamperla-app -n argocd --type merge -p \'{"spec":{"syncPolicy":{"automated":{',
      ),
    );
    expect(await syncPolicy()).toEqual(before);
  });

  test('ends by the file of the Application too, as it is in Git', async () => {
    const args = documented('kubectl apply --server-side').map((one) =>
      one.startsWith('dist/') ? join(root, one) : one,
    );
    await ask(documented('kubectl patch application zamperla-app -n argocd --type merge -p'));
    await ask(args);
    expect((await syncPolicy()).automated).toEqual({ prune: true, selfHeal: true, allowEmpty: false });
  });
});
