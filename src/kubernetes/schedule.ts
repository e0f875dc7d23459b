/** Least and most of each field, and its names. Source: Kubernetes docs, CronJob; 7 is no day for its parser. */
const fields = [
  { name: 'minute', least: 0, most: 59, words: [] },
  { name: 'hour', least: 0, most: 23, words: [] },
  { name: 'day of the month', least: 1, most: 31, words: [] },
  { name: 'month', least: 1, most: 12, words: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'day of the week', least: 0, most: 6, words: 'sun mon tue wed thu fri sat'.split(' ') },
];
type Field = (typeof fields)[number];

const macros = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'];

/** What is wrong with a schedule in the form of cron, or `undefined`. */
export function scheduleProblem(schedule: string): string | undefined {
  if (macros.includes(schedule)) return undefined;
  const given = schedule.trim().split(/\s+/);
  if (given.length !== fields.length) {
    return `schedule '${schedule}' has ${given.length} fields, give five (minute, hour, day of the month, month, day of the week) such as '30 4 * * *', or one of ${macros.join(', ')}`;
  }
  for (const [index, field] of fields.entries()) {
    const text = given[index]!;
    if (!text.split(',').every((part) => isPart(part, field))) {
      const names = field.words.length > 0 ? ` or ${field.words[0]} to ${field.words.at(-1)}` : '';
      return `schedule '${schedule}' has an impossible ${field.name} '${text}', give numbers from ${field.least} to ${field.most}${names}, ranges 'a-b', steps '*/n', or lists of them`;
    }
  }
  return undefined;
}

/** What is wrong with the name of a time zone, or `undefined`. */
export function timeZoneProblem(timeZone: string): string | undefined {
  try {
    // Kubernetes takes names of the IANA database alone: an offset such as '+01:00' is none.
    if (/^[A-Za-z]/.test(timeZone)) {
      new Intl.DateTimeFormat('en', { timeZone });
      return undefined;
    }
  } catch {
    // told below
  }
  return `time zone '${timeZone}' is unknown, give a name of the IANA database such as Europe/Rome or Etc/UTC`;
}

/** `*`, `3`, `mon`, `1-5`, every tenth, `8-18/2`. */
function isPart(part: string, field: Field): boolean {
  const [range = '', step, ...more] = part.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*' || range === '?') return true;
  const ends = range.split('-').map((end) => numberOf(end, field));
  const [first, last = first] = ends;
  return ends.length <= 2 && first !== undefined && last !== undefined && first <= last;
}

function numberOf(text: string, { words, least, most }: Field): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  const value = word >= 0 ? word + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
