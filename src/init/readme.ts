import { basename } from 'node:path';
import { noteText } from './note-text';
import type { SystemPlan } from './plan';

/** Text of the new project's README: what is where, what to do first, what is left to do. */
export function readmeText(plan: SystemPlan): string {
  const { name, notes } = plan;
  const left =
    notes.length === 0
      ? ''
      : `\n## Left to do\n\n${notes.map(({ where, message }) => `- [ ] ${noteText({ where: where && basename(where), message })}\n`).join('')}`;
  return `# ${name}

Kubernetes manifests of ${name}, made by [chart.ts](chart.ts) for each file of \`environments/\`, written to \`dist/\`.

\`\`\`
npm install
npm run synth                                  render and check: dist/
npm test                                       is dist/ what the code makes?
npm run check                                  every finding, warnings too
npm run diff                                   what a change would do to the running system
npm run secrets -- list --environment local    which passwords and keys it needs
npm run secrets -- create --environment local  make those that can be made
npm run apply -- --environment local           roll it out, without Argo CD
\`\`\`

Commit \`dist/\`. Images are named in the environments; each has a tag that does not move.

Programs run as user 10001, without rights, with a file system that is read-only but for \`/tmp\`: \`user\`, \`scratch\` (folders to write
to) and volumes say otherwise. They reach what the chart connects them to and nothing else, outside the cluster neither.
${left}`;
}
