import { capitals } from '../../endpoints';
import { type CodeObject, call, expression } from '../code';
import type { Note, PlannedCall, PlannedConstruct } from '../plan';
import type { Variables } from '../variables';
import type { ConnectedVariables } from './connect';
import type { CastService } from './roles';

/** The calls that connect tiers, and the queues that they talk through. */
export class Connections {
  readonly calls: PlannedCall[] = [];
  readonly queues: PlannedConstruct[] = [];
  private readonly queueOf = new Map<CastService, string>();

  constructor(
    private readonly connected: ReadonlyMap<CastService, ConnectedVariables>,
    hosts: ReadonlyMap<string, CastService>,
    private readonly variables: Variables,
    private readonly tell: (note: Note) => void,
  ) {
    for (const [cast, { connections }] of connected) {
      for (const [target, variables] of connections) {
        if (target.role === 'rabbitmq') this.talk(cast, target, variables);
        else this.connect(cast, target, variables);
      }
      for (const { service, mustEnd } of cast.service.dependencies) {
        const target = hosts.get(service);
        if (target === undefined || target.role !== 'job' || !mustEnd) continue;
        const code = call(`${target.variable}.runBefore`, expression(cast.variable));
        this.calls.push({ of: cast.variable, names: [target.variable], code });
      }
    }
  }

  private connect({ variable: of, service }: CastService, target: CastService, variables: CodeObject): void {
    const options = Object.keys(variables).length > 0 ? [{ env: variables }] : [];
    if (options.length === 0 && (target.role === 'postgres' || target.role === 'redis')) {
      const prefix = capitals(target.service.name);
      const message = `service '${service.name}' has no variable for the login to '${target.service.name}': it gets ${prefix}_HOST, ${prefix}_PASSWORD and the like, and has to log in with them`;
      this.tell({ where: service.where, message });
    }
    const code = call(`${of}.connectTo`, expression(target.variable), ...options);
    this.calls.push({ of, names: [target.variable], code });
  }

  /** Who has no port consumes, others publish. */
  private talk({ variable: of, role }: CastService, broker: CastService, variables: CodeObject): void {
    const queue = this.queue(broker);
    const options = Object.keys(variables).length > 0 ? [{ env: variables }] : [];
    const verb = role === 'background' ? 'consumeFrom' : 'publishTo';
    this.calls.push({ of, names: [queue], code: call(`${of}.${verb}`, expression(queue), ...options) });
  }

  private queue(broker: CastService): string {
    const known = this.queueOf.get(broker);
    if (known !== undefined) return known;
    const name = this.queueNames(broker)[0] ?? 'jobs';
    const variable = this.variables.nameFor(name, 'Queue');
    this.queueOf.set(broker, variable);
    this.queues.push({ variable, place: 'data', code: call(`${broker.variable}.addQueue`, name) });
    this.tell({
      where: broker.service.where,
      message: `who consumes which queue is not in the file: '${name}' stands for all of them. Name each by \`addQueue\`, and publish and consume by name: users of the broker may not declare queues`,
    });
    return variable;
  }

  private queueNames(broker: CastService): string[] {
    const clients = [...this.connected].filter(([, { connections }]) => connections.has(broker));
    const values = clients.flatMap(([{ service }]) =>
      service.variables.filter(({ name }) => /QUEUE(?:_NAME)?$/.test(name)),
    );
    return values.flatMap(({ value = '' }) => (/^[\w.-]{1,200}$/.test(value) ? [value] : []));
  }
}
