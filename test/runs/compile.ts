import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Compiles the packages, which the started programs use; next to nothing if `npm run build` has done it. */
export default function compile(): void {
  const root = join(__dirname, '../..');
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['--build'], { cwd: root, stdio: 'inherit' });
}
