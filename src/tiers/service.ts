import type { Construct } from 'constructs';
import type { IServiceSpec } from 'kubernetes-models/v1';
import type { ServiceForm } from '../exposure';
import { adapt, KubeObject, labelNameProblem } from '../kubernetes';
import { ProblemsError } from '../problem';

/** A port of a Service. */
export interface ServicePort {
  readonly name: string;
  /** Port of the Service. */
  readonly port: number;
  /** Name of the container's port. */
  readonly targetPort: string;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP' | undefined;
  /** What is spoken there, for meshes and gateways. @default - the Service says nothing */
  readonly appProtocol?: string | undefined;
}

/** Pods and ports of {@link createService}. */
export interface ServiceProps {
  readonly name: string;
  readonly tier: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  /** One DNS record a pod instead of an address; pods are found before they are ready, or peers never meet. @default false */
  readonly headless?: boolean;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Emits a Service inside the cluster. */
export function createService(scope: Construct, id: string, props: ServiceProps): KubeObject {
  const problem = labelNameProblem(props.name);
  if (problem) throw ProblemsError.at(scope.node.path, problem);
  return new KubeObject(
    scope,
    id,
    {
      apiVersion: 'v1',
      kind: 'Service',
      name: props.name,
      labels: { tier: props.tier },
      annotations: props.annotations,
    },
    () => ({
      spec: {
        type: 'ClusterIP',
        ...(props.headless && { clusterIP: 'None', publishNotReadyAddresses: true }),
        selector: { ...props.selector },
        ports: props.ports.map(({ name, port, targetPort, protocol, appProtocol }) => ({
          name,
          port,
          targetPort,
          protocol: protocol ?? 'TCP',
          appProtocol,
        })),
      } satisfies IServiceSpec,
    }),
  );
}

/** Makes a Service what a way of exposing needs; its own annotations win. @param portName the port that is exposed */
export function exposeService(
  service: KubeObject,
  portName: string,
  { type, nodePort, annotations }: ServiceForm,
): void {
  adapt(service, ({ metadata, spec }) => {
    if (annotations && Object.keys(annotations).length > 0) {
      metadata.annotations = { ...annotations, ...metadata.annotations };
    }
    const body = spec as { type?: string; ports: { name?: string; nodePort?: number }[] };
    if (type !== undefined) body.type = type;
    const port = body.ports.find(({ name }) => name === portName);
    if (!port || nodePort === undefined) return;
    if (port.nodePort !== undefined && port.nodePort !== nodePort) {
      throw new Error(
        `two routes give port '${portName}' the node ports ${port.nodePort} and ${nodePort}: give both the same, or let one lead to it`,
      );
    }
    port.nodePort = nodePort;
  });
}
