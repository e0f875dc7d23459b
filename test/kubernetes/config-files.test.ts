import { ConfigFiles, type ConfigFilesProps, contentHash, Pod, priorities, Volume } from '../../src/kubernetes';
import { describeEveryProp, makeSystem, problemsFrom, renderOne } from '../fixtures';

const render = (props: Partial<ConfigFilesProps> = {}) =>
  renderOne((application) => new ConfigFiles(application, 'files', { name: 'files', files: { a: '1' }, ...props })).get(
    'ConfigMap',
  );
const filesOf = (files: ConfigFilesProps['files']) =>
  new ConfigFiles(makeSystem().application, 'files', { name: 'files', files });

describe('files in a ConfigMap', () => {
  test('are sorted by name', () => {
    expect(Object.keys(render({ files: { b: '2', a: '1', C: '3' } }).data)).toEqual(['C', 'a', 'b']);
  });

  test('are computed once, when they are rendered', () => {
    const compute = jest.fn(() => ({ a: '1' }));
    const files = filesOf(compute);
    expect(compute).not.toHaveBeenCalled();
    expect([files.hash, files.toJson()!.data, files.files]).toEqual([files.hash, { a: '1' }, { a: '1' }]);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  test('have a hash of names and contents, not of their order', () => {
    const hash = (files: Record<string, string>) => filesOf(files).hash;
    expect(hash({ a: '1', b: '2' })).toBe(hash({ b: '2', a: '1' }));
    const variants: Record<string, string>[] = [
      { a: '2', b: '1' },
      { a: '1' },
      { a: '1', b: '3' },
      { a: '1,b', b: '2' },
      {},
    ];
    const others = variants.map(hash);
    expect(new Set([hash({ a: '1', b: '2' }), ...others]).size).toBe(6);
    expect(hash({ a: '1' })).toMatch(/^[0-9a-f]{16}$/);
  });
});

describeEveryProp('ConfigFilesProps', {
  name: [() => render({ name: 'other' }).metadata.name, 'other'],
  files: [() => render({ files: { x: 'y' } }).data, { x: 'y' }],
  labels: [() => render({ labels: { tier: 'web' } }).metadata.labels.tier, 'web'],
});

describe('files are refused', () => {
  const problem = (files: Record<string, string>) => problemsFrom(() => render({ files }));
  const place = 'local/shop/shop-app/files: ConfigMap ';

  test('above one mebibyte, names and bytes counted', () => {
    const limit = 1024 * 1024;
    expect(render({ files: { a: 'x'.repeat(limit - 1) } }).data.a).toHaveLength(limit - 1);
    expect(problem({ a: 'x'.repeat(limit) })).toBe(
      `${place}'files' holds 1048577 bytes, at most 1048576 are allowed: split it`,
    );
    expect(problem({ a: 'ä'.repeat(limit / 2) })).toBe(
      `${place}'files' holds 1048577 bytes, at most 1048576 are allowed: split it`,
    );
  });

  test.each(['a/b', 'a b', '', '..', '.', '..data', 'x'.repeat(254)])('with the name %j', (name) => {
    expect(problem({ [name]: '1' })).toBe(
      `${place}'files' has a file with an impossible name: key '${name}' is not possible, use at most 253 letters, digits, '-', '_' and '.'`,
    );
  });
});

describe('a pod', () => {
  const pod = new Pod({
    labels: { app: 'shop', tier: 'web' },
    user: { uid: 1, gid: 2 },
    priority: priorities.low,
    serviceAccountName: 'web',
  });

  test('carries a hash of all files that it reads once', () => {
    const [one, two] = [filesOf({ a: '1' }), filesOf({ b: '2' })];
    pod.addVolume(Volume.config('one', one));
    const hash = () => pod.toTemplate().metadata.annotations?.['tiers.cdk8s.io/config-hash'];
    expect(hash()).toBe(one.hash);
    pod.addVolume(Volume.config('reread', two, { restart: false }));
    expect(hash()).toBe(one.hash);
    pod.addVolume(Volume.config('two', two));
    expect(hash()).toBe(contentHash(`${one.hash},${two.hash}`));
  });
});
