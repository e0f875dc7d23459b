// Whether the compiler refuses a fault: `npm test` begins with it.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { plant } = createRequire(import.meta.url)('./sites.cjs');

/** A copy of the packages in which a fault can be compiled. */
export class Types {
  constructor(root) {
    this.folder = mkdtempSync(join(tmpdir(), 'mutation-types-'));
    const parts = ['imports', 'src', 'charts', 'tsconfig.base.json', 'package.json'];
    for (const part of parts) cpSync(join(root, part), join(this.folder, part), { recursive: true });
    // What a fault leaves unused tells nothing of the fault: whoever made it would have tidied up.
    const settings = join(this.folder, 'tsconfig.base.json');
    writeFileSync(settings, readFileSync(settings, 'utf8').replaceAll(/("noUnused\w+": )true/g, '$1false'));
    symlinkSync(join(root, 'node_modules'), join(this.folder, 'node_modules'));
    if (!this.compiles()) throw new Error('the packages do not compile without a fault');
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  refuse(site) {
    const file = join(this.folder, site.path);
    const source = readFileSync(file, 'utf8');
    writeFileSync(file, plant(source, site));
    try {
      return !this.compiles();
    } finally {
      writeFileSync(file, source);
    }
  }

  compiles() {
    const tsc = join(this.folder, 'node_modules/.bin/tsc');
    return spawnSync(tsc, ['--build', 'src', 'charts'], { cwd: this.folder }).status === 0;
  }
}
