import { Duration, Size } from 'cdk8s';
import { Cpu } from '../../src/kubernetes';
import type { Application } from '../../src/system';
import { FileRetention, type FileRetentionProps, SharedClaim, WebService } from '../../src/tiers';
import { describeEveryProp, podSettingRows, problemsFrom, renderOne, small } from '../fixtures';

type Files = FileRetentionProps['files'];
type Props = Omit<FileRetentionProps, 'files'>;

/** A claim that a tier writes to, and a retention of its files. */
const render = (
  files: (logs: SharedClaim) => Files = (claim) => [{ claim, olderThan: Duration.days(30) }],
  props: Props = {},
) =>
  renderOne((application: Application) => {
    const logs = new SharedClaim(application, 'logs', { size: Size.gibibytes(1) });
    new WebService(application, 'web', { image: 'web:1.0', port: 80, resources: small }).mountShared(logs, '/logs');
    new FileRetention(application, 'old-logs', { files: files(logs), ...props });
  });
const specOf = (props: Props = {}) => render(undefined, props).get('CronJob').spec;
const podOf = (tree = render()) => tree.get('CronJob').spec.jobTemplate.spec.template.spec;
const containerOf = (tree = render()) => podOf(tree).containers[0];
const refused = (files: (logs: SharedClaim) => Files, props: Props = {}) => problemsFrom(() => render(files, props));

test('it is a CronJob that runs the script over its claims, mounted below one folder, once a day', () => {
  const tree = render((claim) => [
    { claim, olderThan: Duration.days(30), folder: 'jobs/done' },
    { claim, olderThan: Duration.hours(1) },
  ]);
  expect(tree.get('CronJob', 'old-logs').spec).toMatchObject({ schedule: '17 3 * * *', concurrencyPolicy: 'Forbid' });
  const container = containerOf(tree);
  expect(container.command).toEqual(['sh', '/opt/file-retention/remove-old.sh']);
  expect(container.args).toEqual(['/retained/logs/jobs/done', '2592000', '/retained/logs', '3600']);
  expect(container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual([
    '/tmp',
    '/opt/file-retention/remove-old.sh',
    '/retained/logs',
  ]);
  expect(container).toMatchObject({
    image: 'postgres:18.6',
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '32Mi' } },
  });
  expect(container).not.toHaveProperty('env');
});

test('it comes after the pods that bind the claim, and nobody reaches it', () => {
  const tree = render();
  const wave = (kind: string, name: string) =>
    Number(tree.get(kind, name).metadata.annotations['argocd.argoproj.io/sync-wave']);
  expect(wave('CronJob', 'old-logs')).toBeGreaterThanOrEqual(wave('Deployment', 'web'));
  expect(wave('PersistentVolumeClaim', 'logs')).toBe(wave('Deployment', 'web'));
  expect(tree.names()).not.toContain('NetworkPolicy old-logs');
});

test('all that is wrong with it is told at once', () => {
  const wrong = refused(
    (claim) => [
      { claim, olderThan: Duration.minutes(59), folder: '../other' },
      { claim, olderThan: Duration.millis(1500), folder: '/etc' },
      { claim, olderThan: Duration.days(1), folder: 'a/./b' },
      { claim, olderThan: Duration.days(1) },
      { claim, olderThan: Duration.days(2) },
    ],
    { schedule: 'never', timeZone: 'Rome' },
  );
  expect(wrong.split('\n').sort()).toMatchInlineSnapshot(`
[
  "local/shop/shop-app/old-logs: folder '../other' of claim 'logs' is not possible, give a relative path without '.' and '..'",
  "local/shop/shop-app/old-logs: folder '/etc' of claim 'logs' is not possible, give a relative path without '.' and '..'",
  "local/shop/shop-app/old-logs: folder 'a/./b' of claim 'logs' is not possible, give a relative path without '.' and '..'",
  "local/shop/shop-app/old-logs: logs stands twice, give its files one age",
  "local/shop/shop-app/old-logs: olderThan is 1.5 s, give whole seconds, at least 1",
  "local/shop/shop-app/old-logs: olderThan of 59 minutes for claim 'logs' could remove what is in work: give at least 60 minutes",
  "local/shop/shop-app/old-logs: schedule 'never' has 1 fields, give five (minute, hour, day of the month, month, day of the week) such as '30 4 * * *', or one of @hourly, @daily, @midnight, @weekly, @monthly, @yearly, @annually",
  "local/shop/shop-app/old-logs: time zone 'Rome' is unknown, give a name of the IANA database such as Europe/Rome or Etc/UTC",
]
`);
  expect(refused(() => [])).toBe('local/shop/shop-app/old-logs: removes nothing, name the files of a claim');
});

test.each(['a', 'a/b', '.hidden', '..a/b..', 'a b'])('a folder may be called %j', (folder) => {
  const tree = render((claim) => [{ claim, olderThan: Duration.days(1), folder }]);
  expect(containerOf(tree).args[0]).toBe(`/retained/logs/${folder}`);
});

describeEveryProp('FileRetentionProps', {
  ...podSettingRows('CronJob', 'old-logs', (settings) =>
    renderOne((application) => {
      const logs = new SharedClaim(application, 'logs', { size: Size.gibibytes(1) });
      const files = [{ claim: logs, olderThan: Duration.days(30) }];
      new FileRetention(application, 'old-logs', { files, ...settings(application) });
    }),
  ),
  files: [() => containerOf().args, ['/retained/logs', '2592000']],
  dryRun: [() => containerOf(render(undefined, { dryRun: true })).env, [{ name: 'DRY_RUN', value: 'true' }]],
  timeZone: [() => specOf({ timeZone: 'Europe/Rome' }).timeZone, 'Europe/Rome'],
  attemptDeadline: [
    () => podOf(render(undefined, { attemptDeadline: Duration.minutes(5) })).activeDeadlineSeconds,
    300,
  ],
  concurrency: [() => specOf({ concurrency: 'Replace' }).concurrencyPolicy, 'Replace'],
  startingDeadline: [() => specOf({ startingDeadline: Duration.hours(2) }).startingDeadlineSeconds, 7200],
  backoffLimit: [() => specOf({ backoffLimit: 1 }).jobTemplate.spec.backoffLimit, 1],
  successfulJobsHistory: [() => specOf({ successfulJobsHistory: 1 }).successfulJobsHistoryLimit, 1],
  failedJobsHistory: [() => specOf({ failedJobsHistory: 1 }).failedJobsHistoryLimit, 1],
  suspended: [() => specOf({ suspended: true }).suspend, true],
  schedule: [() => specOf({ schedule: '@hourly' }).schedule, '@hourly'],
  image: [() => containerOf(render(undefined, { image: 'own/tools:1.2' })).image, 'own/tools:1.2'],
  resources: [
    () => containerOf(render(undefined, { resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) } })).resources,
    { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '64Mi' } },
  ],
});
