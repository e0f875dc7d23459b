import type { Answers } from './answers';
import { type CodeObject, call, expression } from './code';
import type { PlannedCall, PlannedConstruct, SystemPlan } from './plan';

const [data, app, resources] = [expression('data'), expression('app'), expression('resources')];
const gibibytes = (count: number) => call('Size.gibibytes', count);

/** A web service and what it needs, from a few answers. */
export function planFromNothing({ name, domain, image, port, with: parts }: Answers): SystemPlan {
  const images: Record<string, string> = { web: image };
  const constructs: PlannedConstruct[] = [];
  const calls: PlannedCall[] = [];
  const hold = (variable: string, kind: string, props: CodeObject) =>
    constructs.push({ variable, place: 'data', code: call(`new ${kind}`, data, variable, { ...props, resources }) });
  const join = (of: string, verb: string, to: string) =>
    calls.push({ of, names: [to], code: call(`${of}.${verb}`, expression(to)) });

  if (parts.includes('database'))
    hold('database', 'Postgres', { database: name.replaceAll('-', '_'), storage: gibibytes(5) });
  if (parts.includes('cache')) hold('cache', 'Redis', {});
  if (parts.includes('queue')) {
    hold('broker', 'RabbitMq', { storage: gibibytes(2) });
    constructs.push({ variable: 'jobs', place: 'data', code: call('broker.addQueue', 'jobs') });
  }
  const exposure = { host: '', nodePort: 30080 };
  const props = { image: expression('images.web'), port, exposure, resources };
  constructs.push({ variable: 'web', place: 'app', code: call('new WebService', app, 'web', props) });
  if (parts.includes('database')) join('web', 'connectTo', 'database');
  if (parts.includes('cache')) join('web', 'connectTo', 'cache');
  if (parts.includes('queue')) {
    images.worker = `registry.example.com/${name}/worker:1.0.0`;
    join('web', 'publishTo', 'jobs');
    constructs.push({
      variable: 'worker',
      place: 'app',
      code: call('new BackgroundService', app, 'worker', { image: expression('images.worker'), resources }),
    });
    join('worker', 'consumeFrom', 'jobs');
    if (parts.includes('database')) join('worker', 'connectTo', 'database');
  }
  return { name, domain, images, constructs, calls, files: [], notes: [] };
}
