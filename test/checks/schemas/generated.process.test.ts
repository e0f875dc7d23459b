import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const committed = join(root, 'src', 'assets', 'kinds');

test('the rules and the custom kinds are what the tables and the CRDs give now: npm run import changes nothing', () => {
  const fresh = mkdtempSync(join(tmpdir(), 'kinds-'));
  try {
    execFileSync(process.execPath, [join(root, 'scripts', 'imports', 'schemas.mjs'), fresh]);
    const files = (readdirSync(fresh, { recursive: true }) as string[]).filter((file) => file.endsWith('.json')).sort();
    expect(files).toContain('rules.json');
    const groups = readdirSync(join(committed, 'schemas')).filter((file) => /\..*\.json$/.test(file));
    expect(files.filter((file) => file.startsWith('schemas/'))).toEqual(groups.map((file) => `schemas/${file}`).sort());
    const stale = files.filter(
      (file) =>
        !existsSync(join(committed, file)) ||
        !readFileSync(join(fresh, file)).equals(readFileSync(join(committed, file))),
    );
    expect(stale).toEqual([]);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}, 120_000);
