import { existsSync, readFileSync } from 'node:fs';
import { parseDocuments } from '../../manifests';
import { type Problem, ProblemsError } from '../../problem';
import type { Finding } from './finding';
import { showPath } from './semantic';

/** Lets one dangerous change pass, for a reason that stays in the repository. */
export interface Acknowledgement {
  /** The object as findings name it: `StatefulSet zamperla/db`, `Namespace zamperla`. */
  readonly object: string;
  /** Why the change is safe here, and who takes care of the procedure. */
  readonly reason: string;
  /** Only this field, or a field around it: `spec.serviceName`. @default - every change of the object */
  readonly field?: string | undefined;
  /** Only in this environment. @default - in all */
  readonly environment?: string | undefined;
  /** File and line, for the notice of an entry that is not used. */
  readonly where: string;
}

/** The form of the file; zod is loaded where there is one. */
function format() {
  const { z }: typeof import('zod') = require('zod');
  const text = z.string().trim().min(1);
  return z.strictObject({
    acknowledgements: z.array(
      z.strictObject({ object: text, reason: text, field: text.optional(), environment: text.optional() }),
    ),
  });
}

/**
 * Reads an acknowledgement file. A file that is not there holds none.
 * @throws ProblemsError with the file and what is wrong in it
 */
export function readAcknowledgements(file: string): Acknowledgement[] {
  if (!existsSync(file)) return [];
  const [document] = parseDocuments(textOf(file), file);
  if (document === undefined || document.value === null) return [];
  const result = format().safeParse(document.value);
  if (!result.success) {
    const problems: Problem[] = result.error.issues.map((issue) => ({
      where: file,
      message: `${issue.path.join('.') || 'the file'}: ${issue.message.toLowerCase()}; an entry is {object: "Kind namespace/name", reason, field?, environment?}`,
    }));
    throw new ProblemsError(problems);
  }
  return result.data.acknowledgements.map((entry, index) => ({ ...entry, where: `${file} (entry ${index + 1})` }));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw ProblemsError.at(file, `can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Findings with the reasons that let them pass, and the entries that none of them needed. */
export function acknowledge(
  findings: readonly Finding[],
  entries: readonly Acknowledgement[],
): { findings: Finding[]; unused: Acknowledgement[] } {
  const used = new Set<Acknowledgement>();
  const answered = findings.map((finding) => {
    if (finding.verdict !== 'BLOCK' && finding.verdict !== 'RECREATE') return finding;
    const entry = entries.find((candidate) => covers(candidate, finding));
    if (entry === undefined) return finding;
    used.add(entry);
    return { ...finding, acknowledged: entry.reason };
  });
  return { findings: answered, unused: entries.filter((entry) => !used.has(entry)) };
}

function covers(entry: Acknowledgement, finding: Finding): boolean {
  if (entry.object !== finding.object) return false;
  if (entry.environment !== undefined && entry.environment !== finding.environment) return false;
  const { field } = entry;
  if (field === undefined) return true;
  return (
    finding.fields.length > 0 &&
    finding.fields.every((change) => {
      const path = showPath(change.path);
      return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
    })
  );
}
