import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an exporter of a version serves; written by `npm run record` and by the tests with servers. */
export interface Exporter {
  readonly version: string;
  /** Where the names were read. */
  readonly source: string;
  /** Type by name, as in the page's TYPE lines. */
  readonly metrics: Readonly<Record<string, string>>;
}

const pathOf = (name: string) => join(__dirname, `${name}.json`);

export function readExporter(name: string): Exporter {
  return JSON.parse(readFileSync(pathOf(name), 'utf8')) as Exporter;
}

export function writeExporter(name: string, exporter: Exporter): void {
  writeFileSync(pathOf(name), `${JSON.stringify(exporter, undefined, 2)}\n`);
}

/** The names and types that a page of metrics announces, in order. */
export function announced(page: string): Readonly<Record<string, string>> {
  const lines = [...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!] as const);
  return Object.fromEntries(lines.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Of these names, those that none of the exporters has; the series of a histogram or summary have suffixes. */
export function notServed(names: readonly string[], exporters: readonly Exporter[]): string[] {
  const suffixes: Readonly<Record<string, readonly string[]>> = {
    histogram: ['_bucket', '_count', '_sum'],
    summary: ['', '_count', '_sum'],
  };
  const served = new Set(
    exporters
      .flatMap(({ metrics }) => Object.entries(metrics))
      .flatMap(([name, type]) => (suffixes[type] ?? ['']).map((suffix) => name + suffix)),
  );
  return names.filter((name) => !served.has(name));
}
