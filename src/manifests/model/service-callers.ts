import type { Entry } from './entry';
import type { ManifestModel } from './manifest-model';
import { namedTexts } from './named-texts';

/** Finds who calls a Service by its name: in plain variables, arguments, files and triggers of the set. */
export function callersOf(model: ManifestModel, namespace: string, name: string): readonly Entry[] {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const isHost = new RegExp(`(^|//|@|[\\s"'=,])${escaped}(\\.${namespace}(\\.svc[a-z.]*)?)?([:/\\s"',]|$)`);
  const isQualified = new RegExp(`(^|//|@|[\\s"'=,.])${escaped}\\.${namespace}(\\.svc|[:/\\s"',]|$)`);
  const callers = namedTexts(model).filter(
    ({ entry, text }) => text.includes(name) && (entry.namespace === namespace ? isHost : isQualified).test(text),
  );
  return [...new Set(callers.map(({ entry }) => entry))];
}
