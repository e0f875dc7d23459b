import { scheduleProblem, timeZoneProblem } from '../../src/kubernetes';

describe('a schedule', () => {
  test.each([
    '* * * * *',
    '0 0 1 1 0',
    '59 23 31 12 6',
    '*/10 8-18/2 ? jan-MAR mon,wed,5',
    '@daily',
    '@hourly',
    '@annually',
    ' 1  2 3 4 5 ',
  ])('%s is possible', (schedule) => {
    expect(scheduleProblem(schedule)).toBeUndefined();
  });

  const form = "ranges 'a-b', steps '*/n', or lists of them";
  test.each([
    ['60 * * * *', `has an impossible minute '60', give numbers from 0 to 59, ${form}`],
    ['* 24 * * *', `has an impossible hour '24', give numbers from 0 to 23, ${form}`],
    ['* * 0 * *', `has an impossible day of the month '0', give numbers from 1 to 31, ${form}`],
    ['* * 32 * *', `has an impossible day of the month '32', give numbers from 1 to 31, ${form}`],
    ['* * * 0 *', `has an impossible month '0', give numbers from 1 to 12 or jan to dec, ${form}`],
    ['* * * 13 *', `has an impossible month '13', give numbers from 1 to 12 or jan to dec, ${form}`],
    ['* * * * 7', `has an impossible day of the week '7', give numbers from 0 to 6 or sun to sat, ${form}`],
    ['5-4 * * * *', `has an impossible minute '5-4', give numbers from 0 to 59, ${form}`],
    ['*/0 * * * *', `has an impossible minute '*/0', give numbers from 0 to 59, ${form}`],
    ['*/2/3 * * * *', `has an impossible minute '*/2/3', give numbers from 0 to 59, ${form}`],
    ['1-2-3 * * * *', `has an impossible minute '1-2-3', give numbers from 0 to 59, ${form}`],
    ['1, * * * *', `has an impossible minute '1,', give numbers from 0 to 59, ${form}`],
    ['* x * * *', `has an impossible hour 'x', give numbers from 0 to 23, ${form}`],
  ])('%s is refused', (schedule, message) => {
    expect(scheduleProblem(schedule)).toBe(`schedule '${schedule}' ${message}`);
  });

  test.each([
    ['* * * *', 4],
    ['0 0 12 * * ?', 6],
    ['@daily now', 2],
    ['TZ=UTC 0 0 * * *', 6],
  ])('%s has the wrong number of fields', (schedule, count) => {
    expect(scheduleProblem(schedule)).toBe(
      `schedule '${schedule}' has ${count} fields, give five (minute, hour, day of the month, month, day of the week) such as '30 4 * * *', or one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually`,
    );
  });
});

describe('a time zone', () => {
  test.each(['Etc/UTC', 'Europe/Rome', 'America/Argentina/Buenos_Aires'])('%s is known', (zone) => {
    expect(timeZoneProblem(zone)).toBeUndefined();
  });

  test.each(['Europe/Rom', '', '+01:00', 'local'])("'%s' is unknown", (zone) => {
    expect(timeZoneProblem(zone)).toBe(
      `time zone '${zone}' is unknown, give a name of the IANA database such as Europe/Rome or Etc/UTC`,
    );
  });
});
