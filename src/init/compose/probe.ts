import { type Call, type CodeObject, call } from '../code';
import type { ComposeHealthCheck } from './service';

const request = /\b(?:curl|wget)\b.*?(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d+))?(\/[^\s"'|;]*)?/;

/** A health check as a probe: what asks the service itself for a page is left to the kubelet. @param port of the service */
export function probeOf(check: ComposeHealthCheck, port: number | undefined): Call {
  const { command, shell, interval, timeout, retries } = check;
  const timing: CodeObject = {
    ...(interval !== undefined && interval !== 10 && { period: seconds(interval) }),
    ...(timeout !== undefined && timeout !== 5 && { timeout: seconds(timeout) }),
    ...(retries !== undefined && retries !== 3 && { failures: retries }),
  };
  const options = (more: CodeObject) => (Object.keys(more).length === 0 ? [] : [more]);
  const [, scheme, number, path = '/'] = request.exec(command.join(' ')) ?? [];
  if (scheme !== undefined && port !== undefined) {
    const other = number !== undefined && Number(number) !== port ? { port: Number(number) } : {};
    return call('Probe.http', path, ...options({ ...other, ...(scheme === 'https' && { tls: true }), ...timing }));
  }
  return call('Probe.exec', shell ? ['sh', '-c', command.join(' ')] : [...command], ...options(timing));
}

/** Whole seconds, as probes take them. */
export function seconds(count: number): Call {
  return call('Duration.seconds', Math.max(1, Math.ceil(count)));
}
