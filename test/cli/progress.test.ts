import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { Progress } from '../../src/cli/progress';

afterEach(() => jest.useRealTimers());

/** What is seen of three parts, of which the second is done after some milliseconds. */
function seen(milliseconds: number, isTTY = true): string {
  jest.useFakeTimers();
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 80 });
  const done = new Progress(stream as unknown as NodeJS.WriteStream).during((step) => {
    step('one', 3);
    jest.advanceTimersByTime(milliseconds);
    step('two', 3);
    step('three', 3);
    return 'done';
  });
  expect(done).toBe('done');
  return String(stream.read() ?? '');
}

test('work of a second tells its parts from then on, and takes its line away', () => {
  const text = seen(1000);
  expect(stripVTControlCharacters(text).match(/\d\/\d \w+/g)).toEqual(['2/3 two', '3/3 three']);
  expect(text.endsWith('\x1b[2K')).toBe(true);
});

test.each([
  ['that is shorter', 999, true],
  ['that nobody looks at', 5000, false],
])('work %s says nothing', (_, milliseconds, isTTY) => {
  expect(seen(milliseconds, isTTY)).toBe('');
});
