import { Duration } from 'cdk8s';
import { CronTask, type CronTaskProps, WebService } from '../../src/tiers';
import {
  describeEveryProp,
  makeSystem,
  problemsFrom,
  programRows,
  type RenderWith,
  renderOne,
  small,
} from '../fixtures';

const least = { image: 'shop/report:1.0', resources: small, schedule: '30 4 * * mon' };
const render: RenderWith<Partial<CronTaskProps>> = (props) =>
  renderOne((application) => new CronTask(application, 'report', { ...least, ...props(application) }));
const specOf = (props: Partial<CronTaskProps> = {}) => render(() => props).get('CronJob').spec;
const podOf = (props: Partial<CronTaskProps> = {}) => specOf(props).jobTemplate.spec.template.spec;

describe('a cron task', () => {
  test('emits an account and a CronJob, whose runs do not overlap', () => {
    const tree = render(() => ({}));
    expect(tree.names()).toEqual([
      'CronJob report',
      'NetworkPolicy allow-dns',
      'NetworkPolicy default-deny',
      'ServiceAccount report',
    ]);
    expect(tree.get('CronJob')).toMatchSnapshot('CronJob');
  });

  test('stands in the last wave, for a failed run is no reason to hold up anything', () => {
    const test = makeSystem();
    new CronTask(test.application, 'report', least);
    const web = new WebService(test.application, 'web', { image: 'web:1.0', port: 80, resources: small });
    new WebService(test.application, 'front', { image: 'web:1.0', port: 80, resources: small }).connectTo(web);
    expect(test.render().get('CronJob').metadata.annotations['argocd.argoproj.io/sync-wave']).toBe('1');
  });
});

describeEveryProp('CronTaskProps', {
  ...programRows('CronJob', 'report', render),
  schedule: [() => specOf({ schedule: '@hourly' }).schedule, '@hourly'],
  timeZone: [() => specOf({ timeZone: 'Europe/Rome' }).timeZone, 'Europe/Rome'],
  concurrency: [() => specOf({ concurrency: 'Replace' }).concurrencyPolicy, 'Replace'],
  attemptDeadline: [() => podOf({ attemptDeadline: Duration.minutes(5) }).activeDeadlineSeconds, 300],
  startingDeadline: [() => specOf({ startingDeadline: Duration.minutes(2) }).startingDeadlineSeconds, 120],
  backoffLimit: [() => specOf({ backoffLimit: 0 }).jobTemplate.spec.backoffLimit, 0],
  successfulJobsHistory: [() => specOf({ successfulJobsHistory: 0 }).successfulJobsHistoryLimit, 0],
  failedJobsHistory: [() => specOf({ failedJobsHistory: 9 }).failedJobsHistoryLimit, 9],
  suspended: [() => specOf({ suspended: true }).suspend, true],
});

test('a cron task may have the longest name and the shortest starting deadline', () => {
  const workloadName = 'r'.repeat(52);
  const tree = render(() => ({ workloadName, startingDeadline: Duration.seconds(10) }));
  expect(tree.get('CronJob', workloadName).spec.startingDeadlineSeconds).toBe(10);
});

test('a cron task is refused with all that is wrong with it', () => {
  const wrong: Partial<CronTaskProps> = {
    schedule: '61 * * * *',
    timeZone: 'Rome',
    startingDeadline: Duration.seconds(9),
    backoffLimit: -1,
    successfulJobsHistory: 0.5,
    failedJobsHistory: -2,
    workloadName: 'r'.repeat(53),
  };
  expect(problemsFrom(() => render(() => wrong)).split('\n')).toEqual(
    [
      'backoffLimit is -1, give a whole number of at least 0',
      'failedJobsHistory is -2, give a whole number of at least 0',
      `name '${'r'.repeat(53)}' has 53 characters, at most 52 are allowed: shorten it`,
      "schedule '61 * * * *' has an impossible minute '61', give numbers from 0 to 59, ranges 'a-b', steps '*/n', or lists of them",
      'starting deadline of 9 seconds is below 10 seconds, and runs may then never begin: raise it',
      'successfulJobsHistory is 0.5, give a whole number of at least 0',
      "time zone 'Rome' is unknown, give a name of the IANA database such as Europe/Rome or Etc/UTC",
    ].map((message) => `local/shop/shop-app/report: ${message}`),
  );
});
