import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { type External, joinExternal, parseExternalObject, parseExternalSecret } from '../environment/external';
import { indexFile, ManifestSet, readManifests } from '../manifests';
import { compare, type Problem, ProblemsError } from '../problem';
import type { Finding, Severity } from './finding';
import { type CheckReport, countOf } from './report';
import { allRules } from './rules';
import { runChecks } from './run-checks';
import { type CheckSettings, readSettings } from './settings';

/** Properties of the plugin in `cdk8s.yaml`. */
export interface ManifestChecksProperties {
  /** Secrets that somebody else makes, as `namespace/name` or `namespace/name:key`. @default - none */
  readonly externalSecrets?: readonly string[];
  /** Other objects that exist elsewhere, as `Kind/name` or `Kind/namespace/name`. @default - none */
  readonly externalObjects?: readonly string[];
  /** Prefixes of images that must not be used. @default - the Bitnami images, which are no longer maintained */
  readonly refusedImages?: readonly string[];
  /** File of settings; one that is named must exist. @default - cdk8s-tiers.yaml, if there is one */
  readonly config?: string;
  /** Least severity that is reported; only errors fail the synthesis. @default warning */
  readonly report?: Severity;
}

/** The part of cdk8s-cli's `ValidationContext` that the plugin uses. */
export interface ValidationContextLike {
  /** Files that were synthesized. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/**
 * All rules as a validation plugin of cdk8s-cli, for any cdk8s project:
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-tiers/lib/checks/plugin.js
 *     version: 0.1.0
 *     class: ManifestChecks
 * ```
 *
 * A project with rules of its own names a class of its own there:
 *
 * ```ts
 * export class ShopChecks extends ManifestChecks {
 *   constructor(properties?: ManifestChecksProperties) {
 *     super(properties, { rules: [ownerLabel] });
 *   }
 * }
 * ```
 */
export class ManifestChecks {
  private readonly external: External;
  private readonly properties: ManifestChecksProperties;
  private readonly settings: CheckSettings;

  /**
   * @param settings what the project says in code. @default - nothing
   * @throws Error if a property is not of the form that is asked for
   */
  constructor(properties: ManifestChecksProperties = {}, settings: CheckSettings = {}) {
    this.settings = settings;
    this.properties = properties;
    this.external = {
      secrets: (properties.externalSecrets ?? []).map((given) => {
        const secret = parseExternalSecret(given);
        if (secret !== undefined) return secret;
        throw new Error(`externalSecrets: "${given}" is no Secret; write namespace/name or namespace/name:key`);
      }),
      objects: (properties.externalObjects ?? []).map((given) => {
        const object = parseExternalObject(given);
        if (object !== undefined) return object;
        throw new Error(`externalObjects: "${given}" is no object; write Kind/name or Kind/namespace/name`);
      }),
    };
    if (properties.report !== undefined && !severities.includes(properties.report)) {
      throw new Error(`report: "${properties.report}" is no severity; write one of ${severities.join(', ')}`);
    }
  }

  /** Called by cdk8s-cli after synthesis; a rule's findings become one violation with all their places. */
  async validate(context: ValidationContextLike): Promise<void> {
    let report: CheckReport;
    try {
      const settings = readSettings(this.settings, this.properties.config);
      report = runChecks(readFiles(context.manifests), {
        ...settings,
        external: joinExternal(settings.external, this.external),
        ...(this.properties.refusedImages === undefined ? {} : { refusedImages: this.properties.refusedImages }),
      });
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      for (const violation of unreadable(error)) context.report.addViolation(violation);
      context.report.submit('failure');
      return;
    }
    const least = severities.indexOf(this.properties.report ?? 'warning');
    for (const rule of [...allRules, ...(this.settings.rules ?? [])]) {
      const found = report.findings.filter(
        ({ rule: id, severity }) => id === rule.id && severities.indexOf(severity) <= least,
      );
      if (found.length === 0) continue;
      context.report.addViolation({
        ruleName: `${rule.id} (${worst(found)})`,
        recommendation: `${rule.title}: ${rule.why}`,
        fix: rule.mend,
        violatingResources: resources(found),
      });
    }
    const errors = countOf(report, 'error');
    context.report.submit(errors > 0 ? 'failure' : 'success', {
      Objects: String(report.objects),
      Errors: String(errors),
      Warnings: String(countOf(report, 'warning')),
      Waived: String(report.waived.length),
    });
  }
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

function readFiles(files: readonly string[]): ManifestSet {
  const output = outputFolder(files);
  if (output !== undefined) return readManifests(output);
  const problems: Problem[] = [];
  const sets: ManifestSet[] = [];
  for (const file of files) {
    try {
      sets.push(readManifests(file));
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ProblemsError(problems);
  return ManifestSet.union(sets);
}

/** The folder of an output with an index, which tells its environments apart; `undefined` for files of any other kind. */
function outputFolder(files: readonly string[]): string | undefined {
  const [first] = files;
  for (let folder = first; folder !== undefined && folder !== dirname(folder); folder = dirname(folder)) {
    const root = folder;
    if (!existsSync(join(root, indexFile))) continue;
    return files.every((file) => file.startsWith(`${root}${sep}`)) ? root : undefined;
  }
  return undefined;
}

function unreadable(error: ProblemsError): Parameters<ValidationContextLike['report']['addViolation']>[0][] {
  return error.problems.map(({ where, message }) => ({
    ruleName: 'unreadable (error)',
    recommendation: message,
    fix: 'mend the file',
    violatingResources: [{ resourceName: where, locations: [message], manifestPath: where }],
  }));
}

function worst(found: readonly Finding[]): Severity {
  return severities.find((severity) => found.some((finding) => finding.severity === severity)) ?? 'info';
}

/** The objects that a rule found something in, each with all its places. */
function resources(found: readonly Finding[]): { resourceName: string; locations: string[]; manifestPath: string }[] {
  const byObject = new Map<string, { resourceName: string; locations: string[]; manifestPath: string }>();
  for (const { object, field, value, file } of found) {
    const resourceName = object.slice(Math.max(object.lastIndexOf('/'), object.lastIndexOf(' ')) + 1);
    const place =
      [field, value === '' ? '' : `(${value})`].filter((part) => part !== '').join(' ') || 'the whole object';
    const present = byObject.get(`${object}\n${file}`);
    if (present === undefined)
      byObject.set(`${object}\n${file}`, { resourceName, locations: [place], manifestPath: file });
    else present.locations.push(place);
  }
  return [...byObject].sort(([a], [b]) => compare(a, b)).map(([, resource]) => resource);
}
