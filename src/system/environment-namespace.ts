import { Chart, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';
import { KubeObject, keepAlways, managedBy } from '../kubernetes';
import type { DnsServers } from '../network-plugins';
import { ProblemsError } from '../problem';
import { denyAll, dnsAllowed } from './namespace-policies';

/** Pod security level of a namespace (Kubernetes docs, pod security standards). */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** An Application or an operator that is rolled out to a namespace. */
export interface NamespaceUser {
  /** Construct path. */
  readonly path: string;
  /** Value of its label `app`. */
  readonly app: string;
  /** `foreign`: others make the namespace, and keep its policies. */
  readonly role: 'application' | 'operator' | 'foreign';
  /** @default - as the operator's chart needs it, which is not proven to pass the restricted profile */
  readonly podSecurity?: PodSecurityLevel;
  /** Whether it is rolled out at all, asked when rendering. @default - it is */
  readonly isThere?: () => boolean;
}

const networkPolicy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };

/**
 * A namespace of one environment, and what belongs to it as a whole: the Namespace itself, guarded and with pinned pod security,
 * and the policies that deny everything but the asking for names.
 *
 * What is created below is rolled out with the first Application of the namespace: a quota, a limit range.
 */
export class EnvironmentNamespace extends Chart {
  /** The Namespace. Not written if others make it. */
  readonly object: KubeObject;
  /** Denies all that no other policy allows. */
  readonly defaultDeny: KubeObject;
  /** Lets all pods ask for names. */
  readonly allowDns: KubeObject;
  private readonly users: NamespaceUser[] = [];

  /** @param isWritten whether the environment writes its namespaces @param dns where its pods ask for names */
  constructor(
    scope: Construct,
    id: string,
    private readonly environment: Environment,
    private readonly isWritten: () => boolean,
    dns: DnsServers,
  ) {
    super(scope, id, { namespace: id, labels: { app: late(() => this.owner?.app ?? id), ...managedBy } });
    this.object = new KubeObject(
      this,
      'namespace',
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        name: id,
        labels: this.podSecurityLabels(),
        annotations: keepAlways,
        absent: () => this.whyNotWritten(),
      },
      () => ({}),
    );
    const absent = () => this.whyWithoutPolicies;
    this.defaultDeny = new KubeObject(this, 'default-deny', { ...networkPolicy, name: 'default-deny', absent }, () => ({
      spec: denyAll,
    }));
    this.allowDns = new KubeObject(this, 'allow-dns', { ...networkPolicy, name: 'allow-dns', absent }, () => ({
      spec: dnsAllowed(id, dns),
    }));
    this.node.defaultChild = this.object;
  }

  get name(): string {
    return this.node.id;
  }

  /** Whether this project makes the policies of the namespace. */
  get hasPolicies(): boolean {
    return this.users.some(({ role }) => role === 'application');
  }

  /** @throws if another Application has chosen another level of pod security */
  use(user: NamespaceUser): void {
    const known = this.users.find(({ role }) => role === 'application');
    if (known && user.role === 'application' && known.podSecurity !== user.podSecurity) {
      throw ProblemsError.at(
        user.path,
        `asks for pod security '${user.podSecurity}' in namespace '${this.name}', but '${known.path}' asks for '${known.podSecurity}': give one of them a namespace of its own`,
      );
    }
    this.users.push(user);
  }

  /** Who has the say: the first Application, or else the first operator. */
  private get owner(): NamespaceUser | undefined {
    const of = (role: NamespaceUser['role']) =>
      this.users.find((user) => user.role === role && (user.isThere?.() ?? true));
    return of('application') ?? of('operator');
  }

  private podSecurityLabels(): Record<string, string> {
    // Pinned: a new Kubernetes version must not tighten the profile under running pods.
    const version = `v${this.environment.cluster.kubernetesVersion}`;
    const level = () => this.owner?.podSecurity ?? 'baseline';
    const strictest = () => (level() === 'baseline' ? 'restricted' : level());
    return {
      'pod-security.kubernetes.io/enforce': late(level),
      'pod-security.kubernetes.io/enforce-version': version,
      'pod-security.kubernetes.io/audit': late(strictest),
      'pod-security.kubernetes.io/audit-version': version,
      'pod-security.kubernetes.io/warn': late(strictest),
      'pod-security.kubernetes.io/warn-version': version,
    };
  }

  private whyNotWritten(): string | undefined {
    if (!this.owner) return this.whyWithoutOwner;
    return this.isWritten() ? undefined : 'the environment has no NamespacesApplication';
  }

  /** Why this project makes no policies for the namespace; `undefined` if it does. */
  get whyWithoutPolicies(): string | undefined {
    if (this.hasPolicies) return undefined;
    return this.owner ? `only operators stand in namespace '${this.name}'` : this.whyWithoutOwner;
  }

  private get whyWithoutOwner(): string {
    return this.users.every(({ role }) => role === 'operator')
      ? `no operator is needed in namespace '${this.name}'`
      : `others make namespace '${this.name}' (\`managedNamespace: false\`)`;
  }
}

/** A text that is asked for when rendering: more may be rolled out to the namespace by then. */
function late(text: () => string): string {
  return Lazy.any({ produce: text }) as string;
}
