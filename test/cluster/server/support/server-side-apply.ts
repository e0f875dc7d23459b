import type { KubernetesObject } from '../../../../src/kubernetes';
import { until } from '../../../servers/support/server';
import type { Answer, ApiClient, Status } from './api-client';

const MERGE = 'application/merge-patch+json';

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Server-side apply as `npm run apply` asks for it (strict, its field manager), object by object. */
export class ServerSideApply {
  private readonly resources = new Map<string, Promise<readonly Resource[]>>();

  constructor(private readonly api: ApiClient) {}

  apply(object: KubernetesObject): Promise<Answer<KubernetesObject | Status>> {
    return this.send('PATCH', object, '?fieldManager=cdk8s-tiers&fieldValidation=Strict', {
      body: object,
      type: 'application/apply-patch+yaml',
    });
  }

  read(object: KubernetesObject): Promise<Answer<KubernetesObject | Status>> {
    return this.send('GET', object, '');
  }

  async patchStatus(object: KubernetesObject, status: object): Promise<void> {
    const { code, body } = await this.send('PATCH', object, '/status', { body: { status }, type: MERGE });
    if (code >= 300)
      throw new Error(`the status of ${object.kind} ${object.metadata.name}: ${(body as Status).message}`);
  }

  /** Waits for a definition of a custom kind: before, its names and scope may still change. */
  async established(object: KubernetesObject): Promise<void> {
    await until(`${object.metadata.name} is established`, async () => {
      const { status } = (await this.read(object)).body as {
        status?: { conditions?: { type: string; status: string }[] };
      };
      return (
        status?.conditions?.some((condition) => condition.type === 'Established' && condition.status === 'True') ===
        true
      );
    });
  }

  /** Deletes an object at once, whatever its finalizers wait for. */
  async remove(object: KubernetesObject): Promise<void> {
    const body = { metadata: { finalizers: null } };
    await this.send('DELETE', object, '?gracePeriodSeconds=0');
    await this.send('PATCH', object, '', { body, type: MERGE });
  }

  private async send(method: string, object: KubernetesObject, query: string, options = {}) {
    return this.api.send<KubernetesObject | Status>(method, `${await this.pathOf(object)}${query}`, options);
  }

  private async pathOf({ apiVersion, kind, metadata }: KubernetesObject): Promise<string> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    let known = this.resources.get(root);
    if (known === undefined) {
      known = this.api.demand<{ resources: readonly Resource[] }>('GET', root).then(({ resources }) => resources);
      this.resources.set(root, known);
    }
    const resource = (await known).find((each) => each.kind === kind && !each.name.includes('/'));
    if (resource === undefined) throw new Error(`the server knows no ${kind} of ${apiVersion}`);
    const place = resource.namespaced ? `/namespaces/${metadata.namespace}` : '';
    return `${root}${place}/${resource.name}/${metadata.name}`;
  }
}
