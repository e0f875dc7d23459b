import { Size } from 'cdk8s';
import { Cpu as CpuOfCdk8sPlus } from 'cdk8s-plus-28';
import fc from 'fast-check';
import {
  bytesOf,
  Cpu,
  canonicalQuantity,
  compareQuantities,
  contentHash,
  countProblem,
  formatCpu,
  formatSize,
  keyProblem,
  labelNameProblem,
  millisOf,
  nanosOf,
  parseCpu,
  parseSize,
  priorities,
  quantityNumber,
  quantityValue,
} from '../../src/kubernetes';

describe('quantities', () => {
  test.each([
    [Size.mebibytes(1024), '1Gi'],
    [Size.mebibytes(1536), '1536Mi'],
    [Size.kibibytes(1), '1Ki'],
    [Size.gibibytes(2048), '2Ti'],
    [Size.gibibytes(3), '3Gi'],
  ])('of size are written as the server stores them: %s is %s', (size, text) => {
    expect(formatSize(size)).toBe(text);
  });

  test.each([
    [Cpu.millis(500), '500m'],
    [Cpu.millis(1000), '1'],
    [Cpu.units(0.5), '500m'],
    [Cpu.units(2), '2'],
    [Cpu.millis(1500), '1500m'],
  ])('of CPU are written as the server stores them: %s is %s', (cpu, text) => {
    expect(formatCpu(cpu)).toBe(text);
  });

  test('of CPU are taken from cdk8s-plus as well, and given to it', () => {
    const theirs: CpuOfCdk8sPlus = Cpu.millis(250);
    const ours: Cpu = CpuOfCdk8sPlus.units(2);
    expect([theirs, ours].map(formatCpu)).toEqual(['250m', '2']);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('of CPU are numbers from 0: %s is refused', (amount) => {
    const message = `CPU of ${amount} is not possible, give a number from 0, such as Cpu.millis(250) or Cpu.units(2)`;
    expect(() => Cpu.millis(amount)).toThrow(new Error(message));
    expect(() => Cpu.units(amount)).toThrow(new Error(message));
  });

  test('come back as they were written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (kibibytes) => {
        const size = Size.kibibytes(kibibytes);
        expect(bytesOf(parseSize(formatSize(size)))).toBe(bytesOf(size));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (millis) => {
        expect(millisOf(parseCpu(formatCpu(Cpu.millis(millis))))).toBe(millis);
      }),
    );
  });

  test.each([
    ['250m', 0.25],
    ['2', 2],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1E', 1e18],
    ['1k', 1000],
    ['1Ki', 1024],
    ['1.5Gi', 1.5 * 1024 ** 3],
    ['-1', -1],
  ])('%s is %d', (text, value) => {
    expect(quantityValue(text)).toBe(value);
  });

  test.each([
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1000', '1k'],
    ['2000000', '2M'],
    ['0.0005', '500u'],
    ['0.5Ki', '512'],
    ['0.3Ki', '307200m'],
    ['1024Ti', '1Pi'],
    ['1.0000000001', '1000000001n'],
    ['-1500m', '-1500m'],
    ['+2', '2'],
    ['500m', '500m'],
    ['3Gi', '3Gi'],
    ['1e3', '1e3'],
    ['0Mi', '0'],
    ['much', undefined],
  ])('the server keeps %j as %j', (text, form) => {
    expect(canonicalQuantity(text)).toBe(form);
  });

  const written = fc
    .tuple(
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom('', 'n', 'm', 'k', 'E', 'Ki', 'Gi', 'Ei'),
    )
    .map(([digits, places, suffix]) => {
      const padded = String(digits).padStart(places + 1, '0');
      return `${padded.slice(0, padded.length - places)}.${padded.slice(padded.length - places)}${suffix}`;
    });

  test('mean the same in the form the server keeps, which is one', () => {
    fc.assert(
      fc.property(written, (text) => {
        const form = canonicalQuantity(text) ?? '';
        expect(nanosOf(form)).toBe(nanosOf(text));
        expect(canonicalQuantity(form)).toBe(form);
        expect(form).toMatch(/^\d+[numkKMGTPE]?i?$/);
      }),
    );
  });

  test('are compared exactly, where numbers are too coarse', () => {
    expect(compareQuantities('9007199254740993', '9007199254740992')).toBe(1);
    expect(compareQuantities('1Gi', '1024Mi')).toBe(0);
    expect(compareQuantities(1, '1001m')).toBe(-1);
    expect(compareQuantities('1', 'one')).toBeUndefined();
  });

  test.each([
    [2, 2],
    ['x', undefined],
    [undefined, undefined],
    [{}, undefined],
  ])('%j of a manifest is %j', (value, number) => {
    expect(quantityNumber(value)).toBe(number);
  });

  test.each(['', 'm', '1 Gi', '1gi', '1GB', '0x1', '1e', '1..2', 'one'])('%j is none', (text) => {
    expect(() => quantityValue(text)).toThrow(
      new Error(`'${text}' is not a quantity, give one such as 500m, 2, 256Mi or 3Gi`),
    );
  });
});

describe('names', () => {
  const form =
    "is not a DNS label: use lower-case letters, digits and '-', beginning and ending with a letter or digit";

  test.each<[string, string | undefined]>([
    ['a', undefined],
    ['a-1', undefined],
    ['1a', undefined],
    ['a'.repeat(63), undefined],
    ['a'.repeat(64), `name '${'a'.repeat(64)}' has 64 characters, at most 63 are allowed: shorten it`],
    ['', `name '' ${form}`],
    ['-a', `name '-a' ${form}`],
    ['a-', `name 'a-' ${form}`],
    ['A', `name 'A' ${form}`],
    ['a.b', `name 'a.b' ${form}`],
    ['a\n', `name 'a\n' ${form}`],
  ])('%j: %s', (name, problem) => {
    expect(labelNameProblem(name)).toBe(problem);
  });

  test('may be held to a shorter limit', () => {
    expect(labelNameProblem('abc', 2)).toBe("name 'abc' has 3 characters, at most 2 are allowed: shorten it");
  });

  test('of keys and counts are told by their rule', () => {
    expect(keyProblem('a.b_C-1')).toBeUndefined();
    expect(keyProblem('a/b')).toBe("key 'a/b' is not possible, use at most 253 letters, digits, '-', '_' and '.'");
    expect(countProblem('replicas', 1, 1)).toBeUndefined();
    expect(countProblem('replicas', Number.NaN, 0)).toBe('replicas is NaN, give a whole number of at least 0');
  });

  test('of content differ when the content does', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => (contentHash(a) === contentHash(b)) === (a === b)));
  });
});

test('priorities are legal, distinct, and only what always runs evicts others', () => {
  const all = Object.values(priorities);
  expect(all.map(({ name, value, preemptionPolicy }) => [name, value, preemptionPolicy])).toEqual([
    ['always-up', 1_000_000, 'PreemptLowerPriority'],
    ['high-priority', 100_000, 'Never'],
    ['mid-priority', 10_000, 'Never'],
    ['low-priority', 1_000, 'Never'],
  ]);
  for (const { name, value } of all) {
    expect(value).toBeLessThanOrEqual(1_000_000_000);
    expect(name).not.toMatch(/^system-/);
  }
});
