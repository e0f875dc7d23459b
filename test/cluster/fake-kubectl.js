#!/usr/bin/env node
/**
 * A kubectl that keeps its cluster in a folder: `node fake-kubectl.js FOLDER ARGS...`. It answers in the words recorded from
 * kubectl 1.32 against a Kubernetes 1.36 server, and writes down every call. `script.json` says what is different from a
 * willing cluster: { unreachable, kinds, refuse, warn, status, drift, forbid }.
 */
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Answers one call: `{ code, stdout, stderr }`. */
function answer(folder, all, input) {
  const args = all.filter((arg) => !arg.startsWith('--context='));
  const flag = (name) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const load = (name, otherwise) =>
    existsSync(join(folder, name)) ? JSON.parse(readFileSync(join(folder, name), 'utf8')) : otherwise;
  const script = load('script.json', {});
  const stored = load('objects.json', {});
  appendFileSync(join(folder, 'calls.jsonl'), `${JSON.stringify({ args: all, input })}\n`);
  const result = { code: 0, stdout: '', stderr: '' };

  const groupOf = ({ apiVersion }) => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '');
  const keyOf = (object) => `${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`;
  const shortOf = (object) => `${object.kind}/${object.metadata.name}`;
  const lineOf = (object, done) => {
    const group = groupOf(object);
    return `${object.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${object.metadata.name} ${done}\n`;
  };
  const given = () => {
    const value = JSON.parse(input);
    return value.kind === 'List' ? value.items : [value];
  };
  const save = () => writeFileSync(join(folder, 'objects.json'), JSON.stringify(stored));
  const objects = () => Object.values(stored);
  const out = (text) => {
    result.stdout += text;
  };
  const fail = (text) => {
    result.stderr += text;
    result.code = 1;
  };

  function unknownKind(object) {
    const kind = `${object.apiVersion}/${object.kind}`;
    const group = groupOf(object);
    if (!group.includes('.') || group.endsWith('.k8s.io') || (script.kinds ?? []).includes(kind)) return undefined;
    const { name, namespace } = object.metadata;
    return `error: resource mapping not found for name: "${name}" namespace: "${namespace}" from "STDIN": no matches for kind "${object.kind}" in version "${object.apiVersion}"\nensure CRDs are installed first\n`;
  }

  function refusalOf(object) {
    const refused = script.refuse?.[shortOf(object)];
    if (refused) return `Error from server (${refused.reason ?? 'Invalid'}): ${refused.message}\n`;
    const unknown = unknownKind(object);
    if (unknown) return unknown;
    const { namespace } = object.metadata;
    if (namespace && !stored[`Namespace//${namespace}`])
      return `Error from server (NotFound): namespaces "${namespace}" not found\n`;
    return undefined;
  }

  function withStatus(object) {
    const statuses = script.status?.[shortOf(object)];
    if (statuses) {
      const position = stored[keyOf(object)].polls ?? 0;
      stored[keyOf(object)].polls = position + 1;
      save();
      return { ...object, status: statuses[Math.min(position, statuses.length - 1)] };
    }
    const replicas = object.spec?.replicas ?? 1;
    const condition =
      { Job: 'Complete', CustomResourceDefinition: 'Established', SealedSecret: 'Synced' }[object.kind] ?? 'Ready';
    const counts = { updatedReplicas: replicas, replicas, availableReplicas: replicas, readyReplicas: replicas };
    return { ...object, status: { ...counts, phase: 'Bound', conditions: [{ type: condition, status: 'True' }] } };
  }

  function clean({ polls, ...object }) {
    return object;
  }

  const commands = {
    version() {
      if (script.unreachable) {
        out('{"clientVersion":{"gitVersion":"v1.32.4"}}\n');
        fail(
          'E1121 10:00:00.0 1 memcache.go:265] "Unhandled Error"\nThe connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
        );
      } else out('{"clientVersion":{"gitVersion":"v1.32.4"},"serverVersion":{"gitVersion":"v1.36.0"}}\n');
    },
    config() {
      out('kind-test\n');
    },
    get() {
      if (flag('filename') === '-') {
        for (const ref of given()) {
          const forbidden = script.forbid?.find((kind) => kind === ref.kind);
          if (forbidden)
            return fail(
              `Error from server (Forbidden): ${forbidden.toLowerCase()} "${ref.metadata.name}" is forbidden\n`,
            );
          const unknown = unknownKind(ref);
          if (unknown) return fail(unknown);
        }
        if (flag('output') === 'name') {
          for (const ref of given()) if (stored[keyOf(ref)]) out(`${lineOf(ref, '').trim()}\n`);
          return;
        }
        const found = given().flatMap((ref) => (stored[keyOf(ref)] ? [clean(withStatus(stored[keyOf(ref)]))] : []));
        if (found.length === 1) out(JSON.stringify(found[0]));
        else if (found.length > 1) out(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: found }));
        return;
      }
      const resource = args[1];
      if (resource === 'secret') {
        const object = stored[`Secret/${flag('namespace')}/${args[2]}`];
        if (!object) return;
        if (flag('output') === 'json') out(JSON.stringify(clean(object)));
        else
          out(
            `${object.metadata.name}\n${Object.keys(object.data ?? {})
              .map((key) => `${key}\n`)
              .join('')}`,
          );
      } else if (resource === 'pods') {
        const wanted = (flag('selector') ?? '').split(',').filter((part) => part !== '');
        for (const { metadata } of objects().filter(({ kind }) => kind === 'Pod')) {
          const labels = Object.entries(metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`);
          const isWanted = wanted.every((part) => labels.includes(part));
          if (isWanted && (flag('namespace') ?? metadata.namespace) === metadata.namespace)
            out(`pod/${metadata.name}\n`);
        }
      } else if (resource.startsWith('customresourcedefinitions')) {
        for (const kind of script.kinds ?? []) {
          const [group, version, name] = kind.split('/');
          out(`${group}\t${name}\t${version},\n`);
        }
      } else if (resource.startsWith('storageclasses')) {
        out(JSON.stringify({ kind: 'List', items: objects().filter(({ kind }) => kind === 'StorageClass') }));
      } else {
        const kind = { namespaces: 'Namespace', serviceaccounts: 'ServiceAccount' }[resource] ?? 'PriorityClass';
        for (const { metadata } of objects().filter((object) => object.kind === kind)) {
          out(`${metadata.namespace ?? ''}/${metadata.name}\n`);
        }
      }
    },
    apply() {
      for (const object of given()) {
        const warning = script.warn?.[shortOf(object)];
        if (warning) result.stderr += `Warning: ${warning}\n`;
        const refusal = refusalOf(object);
        if (refusal) fail(refusal);
        else if (flag('dry-run') === 'server') out(lineOf(object, 'serverside-applied (server dry run)'));
        else {
          stored[keyOf(object)] = object;
          if (object.kind === 'Namespace') {
            const account = {
              apiVersion: 'v1',
              kind: 'ServiceAccount',
              metadata: { name: 'default', namespace: object.metadata.name },
            };
            stored[keyOf(account)] = account;
          }
          out(lineOf(object, 'serverside-applied'));
        }
      }
      if (flag('dry-run') === undefined) save();
    },
    diff() {
      for (const object of given()) {
        const live = stored[keyOf(object)];
        const drifts = (script.drift ?? []).includes(shortOf(object));
        if (live && !drifts && JSON.stringify(clean(live)) === JSON.stringify(object)) continue;
        out(`diff -u -N /tmp/LIVE/${keyOf(object)} /tmp/MERGED/${keyOf(object)}\n-  replicas: 1\n+  replicas: 2\n`);
        result.code = 1;
      }
    },
    create() {
      for (const object of given()) {
        const refusal = refusalOf(object);
        if (refusal) fail(refusal);
        else if (stored[keyOf(object)])
          fail(
            `Error from server (AlreadyExists): error when creating "STDIN": secrets "${object.metadata.name}" already exists\n`,
          );
        else {
          stored[keyOf(object)] = { ...object, metadata: { ...object.metadata, resourceVersion: '1' } };
          out(lineOf(object, 'created'));
        }
      }
      save();
    },
    replace() {
      for (const object of given()) {
        stored[keyOf(object)] = object;
        out(lineOf(object, 'replaced'));
      }
      save();
    },
    delete() {
      for (const object of given()) {
        if (!stored[keyOf(object)]) continue;
        delete stored[keyOf(object)];
        out(lineOf(object, 'deleted'));
      }
      save();
    },
  };

  const command = commands[args[0]];
  if (command) command();
  else fail(`error: unknown command "${args[0]}" for "kubectl"\n`);
  return result;
}

module.exports = { answer };

if (require.main === module) {
  const [folder, ...args] = process.argv.slice(2);
  const { code, stdout, stderr } = answer(folder, args, args.includes('--filename=-') ? readFileSync(0, 'utf8') : '');
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code;
}
