import { parsePlaced } from '../../environment/document';
import { type Problem, ProblemsError } from '../../problem';
import type { Note } from '../plan';
import { interpolate } from './interpolate';
import { readService } from './read-service';
import type { ComposeFile, ComposeService, ComposeSource } from './service';

type Fields = Readonly<Record<string, unknown>>;

/** Where a Compose file stands among other files. */
export interface ComposeFolder {
  /** Values of variables: those of `.env`. */
  readonly variables: ReadonlyMap<string, string>;
  /** Text of a file beside it; `undefined` if there is none, or it is a folder. */
  readFile(path: string): string | undefined;
}

const topKeys = ['version', 'name', 'services', 'volumes', 'networks', 'secrets', 'configs'];

/**
 * Reads a Compose file: every service in one form, variables put in. What can't be translated is told as a note.
 *
 * @throws ProblemsError with all that keeps it from being read
 */
export function readCompose(file: string, text: string, folder: ComposeFolder): ComposeFile {
  const document = parsePlaced(file, text, "the key 'services'", { merge: true });
  const notes: Note[] = [];
  const tell = (note: Note) => notes.push(note);
  const top = put(document.value, [], folder.variables, (path, name) =>
    tell({
      where: document.placeOf(path),
      message: `variable '${name}' has no value: give it one in .env, or in the chart`,
    }),
  ) as Fields;
  for (const key of Object.keys(top).filter((one) => !topKeys.includes(one) && !one.startsWith('x-'))) {
    const message = `'${key}' is left out: give the output of \`docker compose config\`, or write it into the chart`;
    tell({ where: document.placeOfKey([], key), message });
  }
  const problems: Problem[] = [];
  const { services } = top;
  if (!isFields(services) || Object.keys(services).length === 0) {
    throw ProblemsError.at(
      document.placeOf(['services']),
      "there are no services, allowed: a mapping 'services' with at least one",
    );
  }
  const read = Object.entries(services).flatMap(([name, fields]) => {
    const where = document.placeOfKey(['services'], name);
    if (!isFields(fields)) {
      problems.push({ where, message: `service '${name}' is no mapping, allowed: a mapping of its keys` });
      return [];
    }
    if (fields.image === undefined && fields.build === undefined && fields.extends === undefined) {
      problems.push({ where, message: `service '${name}' has neither 'image' nor 'build', give one of them` });
      return [];
    }
    if (fields.profiles !== undefined) {
      tell({ where, message: `service '${name}' is left out: it has profiles, so it is not started by default` });
      return [];
    }
    const placeOf = (...path: PropertyKey[]) =>
      path.length === 0 ? where : document.placeOf(['services', name, ...path]);
    return [named(readService(name, fields, { placeOf, readFile: folder.readFile, tell }))];
  });
  if (problems.length > 0) throw new ProblemsError(problems);
  return {
    name: typeof top.name === 'string' ? top.name : undefined,
    services: read,
    secrets: sourcesOf(top.secrets),
    configs: sourcesOf(top.configs),
    notes,
  };
}

/** Names of services become those of Kubernetes' Services: no capitals, no underscores. */
function named(service: ComposeService): ComposeService {
  const name = service.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return name === service.name ? service : { ...service, name, otherNames: [service.name, ...service.otherNames] };
}

function sourcesOf(given: unknown): Record<string, ComposeSource> {
  const sources = Object.entries(isFields(given) ? given : {});
  return Object.fromEntries(
    sources.map(([name, source]) => {
      const { file, content } = (isFields(source) ? source : {}) as Record<string, string | undefined>;
      return [name, { file, content }];
    }),
  );
}

/** Puts variables into every text below a value. */
function put(
  value: unknown,
  path: readonly PropertyKey[],
  variables: ReadonlyMap<string, string>,
  missing: (path: readonly PropertyKey[], name: string) => void,
): unknown {
  if (typeof value === 'string') {
    const [, assigned, whole] = /^(?:([\w.-]+)=)?\$\{?(\w+)\}?$/.exec(value) ?? [];
    // A variable of a service without a value may be one that nobody writes down: a password.
    if (path[2] === 'environment' && whole !== undefined && !variables.has(whole)) return assigned;
    return interpolate(value, variables, (name) => missing(path, name));
  }
  if (Array.isArray(value)) return value.map((one, index) => put(one, [...path, index], variables, missing));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, put(one, [...path, key], variables, missing)]),
  );
}

function isFields(given: unknown): given is Fields {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
