import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of files that is removed after the test. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'manifests-'));

  write(path: string, content: string | Buffer): string {
    const location = join(this.path, path);
    mkdirSync(dirname(location), { recursive: true });
    writeFileSync(location, content);
    return location;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** A text without the path of the folder, which differs from run to run. */
  relative(text: string): string {
    return text.replaceAll(`${this.path}/`, '').replaceAll(this.path, '.');
  }
}

/** One ConfigMap as YAML. */
export function configMap(name: string, rest = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: z\n${rest}`;
}
