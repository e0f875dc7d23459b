import { ProblemsError } from '../problem';
import type { Project } from '../project';

/** The project of a command that can't do without. @throws ProblemsError where the program was started without one */
export function ownProject(project: Project | undefined, command: string): Project {
  if (project) return project;
  throw ProblemsError.at(
    command,
    "this command renders a project, and is started by the project's own entry: a file such as main.ts with " +
      "`import { main } from 'cdk8s-tiers/cli'` and `void main({ systems: [...] })`, " +
      `compiled and run by \`node lib/main.js ${command}\``,
  );
}
