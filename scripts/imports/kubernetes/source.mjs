// One release of Kubernetes, from its published Go module: the OpenAPI document, and the value lists of fields, which only the
// generated Go code has.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads a release such as `1.36.3` with the Go client, which keeps what it has downloaded. */
export function readRelease(version) {
  const answer = execFileSync('go', ['mod', 'download', '-json', `k8s.io/kubernetes@v${version}`], {
    encoding: 'utf8',
    cwd: '/',
  });
  const folder = JSON.parse(answer).Dir;
  const openApi = JSON.parse(readFileSync(join(folder, 'api', 'openapi-spec', 'swagger.json'), 'utf8'));
  const code = readFileSync(join(folder, 'pkg', 'generated', 'openapi', 'zz_generated.openapi.go'), 'utf8');
  return { version: version.split('.').slice(0, 2).join('.'), openApi, enums: valueLists(code) };
}

const FUNCTION = /^func schema_(?:k8sio_api|pkg_apis)_([a-z]+)_(v[0-9a-z]+)_(\w+)\(/;
const PROPERTY = /^\t{5}"([^"]+)": \{$/;
const ENUM = /^\t+Enum:\s+\[\]interface\{\}\{(.*)\},$/;

/** `core/v1.Container` → `imagePullPolicy` → its values; `[]` behind a field stands for the items of a list. */
function valueLists(code) {
  const found = new Map();
  let model;
  let field;
  let inItems = false;
  for (const line of code.split('\n')) {
    const start = FUNCTION.exec(line);
    if (start) model = `${start[1]}/${start[2]}.${start[3]}`;
    const property = PROPERTY.exec(line);
    if (property) [field, inItems] = [property[1], false];
    if (/^\t+Items: /.test(line)) inItems = true;
    const values = ENUM.exec(line);
    if (values && model) {
      const lists = found.get(model) ?? new Map();
      lists.set(inItems ? `${field}[]` : field, JSON.parse(`[${values[1]}]`));
      found.set(model, lists);
    }
  }
  return found;
}
