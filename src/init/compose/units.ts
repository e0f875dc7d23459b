const factors: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001, us: 0.000001, µs: 0.000001 };

/** Seconds of a duration such as `1m30s`; `undefined` for what is none. Source: Compose specification, durations. */
export function secondsOf(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|us|µs|m|s))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|µs|m|s)/g);
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * factors[unit!]!, 0);
}

/** Mebibytes of a size such as `512m`, rounded up; `undefined` for what is none. Source: Compose specification, byte values. */
export function mebibytesOf(given: string | number): number | undefined {
  const [, count, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*([bkmg])?b?$/i.exec(String(given)) ?? [];
  if (count === undefined) return undefined;
  const exponent = 'bkmg'.indexOf(unit.toLowerCase());
  return Math.ceil((Number(count) * 1024 ** exponent) / 1024 ** 2);
}

/** Words of a command line, as a shell would split it; nothing is expanded. */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return words.map((word) =>
    word.replaceAll(
      /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_, escaped, double, single) => escaped ?? single ?? String(double).replaceAll(/\\(["\\$`])/g, '$1'),
    ),
  );
}
