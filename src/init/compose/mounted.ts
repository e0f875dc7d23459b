import { holdsPrivateKey, secretSettings, urlWithPassword } from '../../checks/rules/security/secret-texts';
import { compare } from '../../problem';
import { type CodeObject, call, type Expression, expression } from '../code';
import type { Note, PlannedCall, PlannedConstruct, PlannedFile } from '../plan';
import type { Variables } from '../variables';
import { type CastService, isNamedVolume } from './roles';
import type { ComposeFile } from './service';

/** Reads files beside the Compose file. */
export type ReadFile = (path: string) => string | undefined;

/** What is mounted into services: files that are copied, folders to write to, volumes that are shared. */
export class Mounts {
  readonly constructs: PlannedConstruct[] = [];
  readonly calls: PlannedCall[] = [];
  readonly files = new Map<string, PlannedFile>();
  private readonly claims = new Map<string, string>();
  private readonly outside = new Map<string, string>();

  constructor(
    private readonly compose: ComposeFile,
    private readonly variables: Variables,
    private readonly readFile: ReadFile,
    private readonly tell: (note: Note) => void,
  ) {}

  /** Props of a program: `scratch`, `files`, `secretFiles`. Shared volumes become calls. @param own target of the volume that is the tier's own */
  propsFor(
    { service, variable }: CastService,
    own: string | undefined,
    keys: ReadonlyMap<string, Expression>,
  ): CodeObject {
    const scratch = service.mounts.filter(
      ({ kind, source, target }) => target !== own && (kind === 'tmpfs' || (kind === 'volume' && source === undefined)),
    );
    const files: Record<string, Expression> = {};
    for (const { kind, source = '', target, where } of service.mounts) {
      if (target === own) continue;
      if (kind === 'volume' && source !== '') this.share(source, variable, target, where);
      if (kind === 'bind') {
        const copied = this.copy(service.name, source, where);
        if (copied) files[target] = copied;
      } else if (kind === 'other') {
        this.tell({
          where,
          message: `the mount at '${target}' of service '${service.name}' is left out: of volumes, files and tmpfs there are equals, of this there is none`,
        });
      }
    }
    for (const { source, target, where } of service.configs) {
      const { file, content } = this.compose.configs[source] ?? {};
      if (content !== undefined && !holdsSecret(content)) files[target] = this.put(service.name, source, content);
      else {
        const copied = this.copy(service.name, file ?? source, where);
        if (copied) files[target] = copied;
      }
    }
    const secretFiles = service.secrets.map(
      ({ source, target }) => [target, keys.get(source) ?? this.secret(source)] as const,
    );
    const paths = scratch.map(({ target }) => target).filter((path) => path !== '/tmp');
    return {
      ...(paths.length > 0 && { scratch: paths }),
      ...(Object.keys(files).length > 0 && { files }),
      ...(secretFiles.length > 0 && { secretFiles: Object.fromEntries(secretFiles) }),
    };
  }

  /** SQL files that a database runs when it is empty: as migrations they are the same, and can be followed by others. */
  migrationsOf({ service }: CastService): CodeObject {
    const scripts = service.mounts.flatMap(({ kind, source = '', target, where }) => {
      const name = /^\/docker-entrypoint-initdb\.d\/([\w.-]+\.sql)$/.exec(target)?.[1];
      if (kind === 'volume' && isNamedVolume({ kind, source, target, where })) return [];
      if (kind === 'bind' && name !== undefined) {
        const copied = this.copy(service.name, source, where);
        return copied ? [[name.replace(/\.sql$/, ''), copied] as const] : [];
      }
      this.tell({
        where,
        message: `the mount at '${target}' of service '${service.name}' is left out: SQL files go into \`migrations\`, settings into \`settings\``,
      });
      return [];
    });
    if (scripts.length === 0) return {};
    const inOrder = scripts
      .sort(([a], [b]) => compare(a, b))
      .map(([name, text], index) => {
        const words = name
          .toLowerCase()
          .replaceAll(/[^a-z0-9]+/g, '_')
          .replaceAll(/^_+|_+$/g, '');
        return [`${String(index + 1).padStart(4, '0')}_${words}.sql`, text] as const;
      });
    return { migrations: Object.fromEntries(inOrder) };
  }

  private share(volume: string, user: string, path: string, where: string): void {
    let claim = this.claims.get(volume);
    if (claim === undefined) {
      claim = this.variables.nameFor(volume, 'Claim');
      this.claims.set(volume, claim);
      const id = volume.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      const size = { size: call('Size.gibibytes', 1) };
      this.constructs.push({
        variable: claim,
        place: 'app',
        code: call('new SharedClaim', expression('app'), id, size),
      });
      this.tell({
        where,
        message: `volume '${volume}' is a SharedClaim of 1Gi: give it a size; production needs the storage class \`shared\` (ReadWriteMany)`,
      });
    }
    this.calls.push({ of: user, names: [claim], code: call(`${user}.mountShared`, expression(claim), path) });
  }

  private copy(owner: string, source: string, where: string): Expression | undefined {
    const text = this.readFile(source);
    if (text === undefined) {
      this.tell({
        where,
        message: `'${source}' of service '${owner}' is left out: it is no text file beside the Compose file; build programs into the image, give data a volume`,
      });
      return undefined;
    }
    if (holdsSecret(text)) {
      this.tell({
        where,
        message: `'${source}' of service '${owner}' is left out: there are secrets in it; show it by \`secretFiles\`, from a Credential`,
      });
      return undefined;
    }
    return this.put(owner, source.replace(/^.*\//, ''), text);
  }

  private put(owner: string, name: string, text: string): Expression {
    const path = `files/${owner}/${name}`;
    this.files.set(path, { path, text });
    return expression(`readFileSync('${path}', 'utf8')`);
  }

  private secret(source: string): Expression {
    let variable = this.outside.get(source);
    if (variable === undefined) {
      variable = this.variables.nameFor(source, 'Secret');
      this.outside.set(source, variable);
      const name = source.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      const props = { name, keys: { value: call('outside', `secret ${source} of the Compose file`) } };
      this.constructs.push({ variable, place: 'data', code: call('new Credential', expression('data'), name, props) });
      this.tell({
        message: `secret '${source}' comes from outside: \`npm run secrets -- create\` takes it from a file`,
      });
    }
    return expression(`${variable}.key('value')`);
  }
}

function holdsSecret(text: string): boolean {
  const isSql = /\bpassword\s+'[^']+'/i.test(text);
  return isSql || holdsPrivateKey(text) || secretSettings(text).length > 0 || urlWithPassword(text) !== undefined;
}
