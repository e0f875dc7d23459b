import { Agent, request } from 'node:https';
import type { KubernetesObject } from '../../../../src/kubernetes';

/** What the API server answers to a refused request (Kubernetes API, Status of meta/v1). */
export interface Status {
  readonly message: string;
  readonly reason?: string;
  readonly code: number;
  readonly details?: { readonly causes?: readonly { readonly field?: string; readonly message?: string }[] };
}

/** An answer of the API server. */
export interface Answer<Body = KubernetesObject> {
  readonly code: number;
  readonly body: Body;
  /** Values of the header `Warning`. */
  readonly warnings: readonly string[];
}

export interface RequestOptions {
  readonly body?: unknown;
  /** @default 'application/json' */
  readonly type?: string;
}

/** The API server over its own protocol: milliseconds a call, and refusals with their fields, which kubectl does not print. */
export class ApiClient {
  private readonly agent: Agent;

  constructor(
    private readonly port: number,
    private readonly token: string,
    ca: string,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 8, ca });
  }

  /** One request; a refusal is an answer, not an error. A server that is busy is asked again, as kubectl does. */
  async send<Body = KubernetesObject>(method: string, path: string, options?: RequestOptions): Promise<Answer<Body>> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.sendOnce<Body>(method, path, options);
      if (answer.code !== 429 || attempt === 20) return answer;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  private sendOnce<Body>(
    method: string,
    path: string,
    { body, type = 'application/json' }: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ host: '127.0.0.1', port: this.port, agent: this.agent, method, path, timeout: 30_000 },
          headers: {
            authorization: `Bearer ${this.token}`,
            accept: 'application/json',
            ...(payload !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(payload) }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            const warning = answer.headersDistinct.warning ?? [];
            const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
            resolve({
              code: answer.statusCode ?? 0,
              body: isJson ? JSON.parse(text) : text,
              warnings: warning,
            } as never);
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer for 30 s`)));
      sent.on('error', reject);
      sent.end(payload);
    });
  }

  /** One request that has to be taken. @throws Error with the server's words */
  async demand<Body = KubernetesObject>(method: string, path: string, options: RequestOptions = {}): Promise<Body> {
    const { code, body } = await this.send<Body>(method, path, options);
    if (code < 300) return body;
    throw new Error(`${method} ${path}: ${code} ${(body as Status).message ?? body}`);
  }

  /** The objects of a collection: `/apis/apps/v1/deployments`. */
  async list(path: string): Promise<KubernetesObject[]> {
    const { apiVersion, kind, items } = await this.demand<{
      apiVersion: string;
      kind: string;
      items: KubernetesObject[];
    }>('GET', path);
    return items.map((item) => ({ ...item, apiVersion, kind: kind.replace(/List$/, '') }));
  }

  close(): void {
    this.agent.destroy();
  }
}
