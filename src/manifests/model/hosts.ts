/** A Service named in a text by its cluster name. */
export interface ServiceHost {
  /** As written. */
  readonly host: string;
  /** Pod before the Service, for a name below a headless Service. */
  readonly pod?: string;
  readonly service: string;
  readonly namespace: string;
  readonly port?: number;
}

const inText =
  /(?<![\w.{}-])((?:[a-z0-9]([-a-z0-9]*[a-z0-9])?\.){1,3}svc(?:\.[a-z0-9]+(?:[-.][a-z0-9]+)*)?)(?::(\d{1,5}))?(?![\w-])/g;

/** Names of the form `[pod.]service.namespace.svc[.domain][:port]` in a text. */
export function serviceHosts(text: string): readonly ServiceHost[] {
  if (!text.includes('.svc')) return [];
  const found: ServiceHost[] = [];
  for (const [, host = '', , port] of text.matchAll(inText)) {
    const [before = ''] = host.split('.svc', 1);
    const [namespace = '', service, pod] = before.split('.').reverse();
    if (service === undefined) continue;
    found.push({
      host,
      service,
      namespace,
      ...(pod === undefined ? {} : { pod }),
      ...(port === undefined ? {} : { port: Number(port) }),
    });
  }
  return found;
}

/** An URL taken apart, also one with placeholders that `new URL` refuses. */
export interface UrlParts {
  readonly scheme: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: string;
  readonly path: string;
}

const urlForm = /^([a-z][a-z0-9+.-]*):\/\/(?:([^\s/@:]*)(?::([^\s/@]*))?@)?([^\s/:?#]+)(?::(\d+))?([^\s]*)$/i;

/** Splits a text that is one URL; undefined for any other text. */
export function parseUrl(text: string): UrlParts | undefined {
  const match = urlForm.exec(text.trim());
  if (match === null) return undefined;
  const [, scheme = '', user = '', password = '', host = '', port = '', path = ''] = match;
  return { scheme: scheme.toLowerCase(), user, password, host, port, path };
}
