import type { Construct } from 'constructs';
import { readAsset } from '../../asset';
import { ConfigFiles } from '../../kubernetes';

const ownerScriptName = '00-owner.sh';
const ownerScript = readAsset('postgres/00-owner.sh');

/** What runs in an empty data folder, and whose the result is. */
export interface InitScripts {
  /** Name of the ConfigMap. */
  readonly name: string;
  readonly tier: string;
  readonly owner: string;
  /** File name to text. */
  readonly sql: Readonly<Record<string, string>>;
}

/** The ConfigMap of the scripts of the first start: the owner's role, then SQL. */
export function createInitScripts(scope: Construct, { name, tier, owner, sql }: InitScripts): ConfigFiles {
  // The image runs them as the superuser; what they make belongs to the owner.
  const asOwner = Object.entries(sql).map(([file, text]) => [file, `SET ROLE "${owner}";\n${text}`]);
  const files = { [ownerScriptName]: ownerScript, ...Object.fromEntries(asOwner) };
  return new ConfigFiles(scope, 'init-scripts', { name, labels: { tier }, files });
}

/** What is wrong with the file name of an init script, or `undefined`. */
export function initScriptProblem(name: string): string | undefined {
  if (name.endsWith('.sql') && name > ownerScriptName) return undefined;
  return `init script '${name}' has to end in '.sql' and to come after '${ownerScriptName}', which makes the owner: rename it`;
}
