import { formatReport, onlyErrors } from '../checks';
import { differencesFrom, type FolderDifference } from './folder-difference';
import { SynthesizedOutput } from './synth-into';

/** What `expect.extend` of jest, or of what is made like it, gives to a matcher. */
export interface MatcherContext {
  readonly utils: {
    diff(expected: unknown, received: unknown, options?: object): string | null;
  };
}

/** What a matcher gives back. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Of how many files the lines are shown; of the others the names are. */
const shownFiles = 5;

/**
 * A matcher for jest: `expect(synthInto(project)).toMatchFolder('dist')`. It fails where `synth` would change a file, and where
 * a manifest lies in the folder that nothing makes.
 *
 * @param received what `synthInto` gave
 * @param folder relative to the working folder, as that of `synth`
 */
export function toMatchFolder(this: MatcherContext, received: unknown, folder: string): MatcherResult {
  if (!(received instanceof SynthesizedOutput)) {
    return { pass: false, message: () => `toMatchFolder compares what synthInto gives, not ${typeof received}` };
  }
  const errors = onlyErrors(received.report);
  if (errors.findings.length > 0) {
    return {
      pass: false,
      message: () => `synth would write nothing into ${folder}\n\n${formatReport(errors, 'text')}`,
    };
  }
  const differences = differencesFrom(folder, received);
  const pass = differences.length === 0;
  return { pass, message: () => (pass ? `${folder} is what is rendered` : describe(differences, folder, this)) };
}

function describe(differences: readonly FolderDifference[], folder: string, { utils }: MatcherContext): string {
  const names = differences.map(
    ({ kind, path }) => `  ${kind}: ${path}${kind === 'foreign' ? ', delete it by hand' : ''}`,
  );
  const shown = differences.filter(({ kind }) => kind === 'different').slice(0, shownFiles);
  const lines = shown.map(({ path, committed, rendered }) => {
    const labels = { aAnnotation: `in ${folder}`, bAnnotation: 'rendered', expand: false };
    return `\n${path}\n${utils.diff(committed, rendered, labels) ?? ''}\n`;
  });
  return `${folder} is not what is rendered, \`npm run synth\` updates it\n${names.join('\n')}\n${lines.join('')}`;
}
