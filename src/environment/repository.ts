import { z } from 'zod';
import { quoted, told } from './told';

const SCP = /^[a-z_][\w-]*@[A-Za-z0-9.-]+:(?!\/)[\w./~-]+$/;
const FORM = "'https://host/path', 'ssh://git@host/path' or 'git@host:path', without a password";

/** The URL of a git repository, without credentials: those belong into a repository Secret of Argo CD. */
export function repositoryUrl() {
  return z.string().superRefine((text, context) => {
    const problem = repositoryProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, input: text });
  });
}

/** An `https://` URL of a server, without credentials, query or fragment. */
export function serverUrl() {
  return z.string().superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && (url.username !== '' || url.password !== '')) {
      context.addIssue({
        code: 'custom',
        message: `credentials in the URL ${quoted(masked(text))}, take them out`,
        input: text,
      });
    } else if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '') {
      context.addIssue({
        code: 'custom',
        message: told(`impossible URL ${quoted(masked(text))}`, "'https://host[:port]'"),
        input: text,
      });
    }
  });
}

function repositoryProblem(text: string): string | undefined {
  if (SCP.test(text)) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const shown = quoted(masked(text));
  if (url && (url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:'))) {
    return `credentials in the URL ${shown}, take them out and give them to Argo CD as a repository Secret`;
  }
  const plain = url && (url.protocol === 'https:' || url.protocol === 'ssh:') && url.pathname.length > 1;
  return plain && url.search === '' && url.hash === '' && !/\s/.test(text)
    ? undefined
    : told(`impossible repository ${shown}`, FORM);
}

/** What stands before an `@` may be a password, and must not get into a log. */
function masked(text: string): string {
  return text.replace(/^([a-z]+:\/\/)?.*@/is, '$1***@').replace(/[?#].*$/s, '?***');
}
