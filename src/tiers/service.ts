import type { Construct } from 'constructs';
import type { IServiceSpec } from 'kubernetes-models/v1';
import type { ServiceForm } from '../exposure';
import { KubeObject, labelNameProblem } from '../kubernetes';
import { ProblemsError } from '../problem';

/** A port of a Service. */
export interface ServicePort {
  readonly name: string;
  /** Port of the Service. */
  readonly port: number;
  /** Name of the container's port. */
  readonly targetPort: string;
  /** Port on every node, for Services of type NodePort. @default - none */
  readonly nodePort?: number | undefined;
}

/** Pods and ports of {@link createService}. */
export interface ServiceProps {
  readonly name: string;
  readonly tier: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  /** @default ClusterIP */
  readonly type?: ServiceForm['type'] | undefined;
  /** One DNS record a pod instead of an address; pods are found before they are ready, or peers never meet. @default false */
  readonly headless?: boolean;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Emits a Service. */
export function createService(scope: Construct, id: string, props: ServiceProps): void {
  const problem = labelNameProblem(props.name);
  if (problem) throw ProblemsError.at(scope.node.path, problem);
  new KubeObject(
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
        type: props.type ?? 'ClusterIP',
        ...(props.headless && { clusterIP: 'None', publishNotReadyAddresses: true }),
        selector: { ...props.selector },
        ports: props.ports.map(({ name, port, targetPort, nodePort }) => ({
          name,
          port,
          targetPort,
          protocol: 'TCP' as const,
          ...(nodePort !== undefined && { nodePort }),
        })),
      } satisfies IServiceSpec,
    }),
  );
}
