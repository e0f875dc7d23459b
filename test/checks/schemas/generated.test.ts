import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const committed = join(root, 'src', 'assets', 'schemas');

test('the schemas are what the models and the CRDs give now: npm run import changes nothing', () => {
  const fresh = mkdtempSync(join(tmpdir(), 'schemas-'));
  try {
    execFileSync(process.execPath, [join(root, 'scripts', 'imports', 'schemas.mjs'), fresh]);
    expect(readdirSync(fresh).sort()).toEqual(readdirSync(committed).sort());
    const stale = readdirSync(fresh).filter(
      (file) => !readFileSync(join(fresh, file)).equals(readFileSync(join(committed, file))),
    );
    expect(stale).toEqual([]);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}, 120_000);
