import { Application, type ApplicationSpecSource, AppProject } from '@cdk8s-tiers/imports/argoproj.io';
import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Environment } from '../environment';
import {
  applicationAnnotations,
  appProject,
  appsFolder,
  cascadeFinalizer,
  childApplication,
  type Kinds,
  rootApplication,
  rootName,
  rootProject,
} from '../gitops';
import { KubeObject, managedBy } from '../kubernetes';
import type { InstalledKinds } from '../operators';
import { ProblemsError } from '../problem';
import { ArgoCdSettings } from './argo-cd-settings';

/** One of Argo CD's own objects, with what rendering has to know of it. */
export interface ArgoCdObject {
  readonly object: KubeObject;
  /** Definition that it belongs to; empty for the root's. */
  readonly definition: string;
  /** Whether it is applied by hand, and no Application holds it. */
  readonly byHand: boolean;
  /** Comes before the others that are applied by hand. @default false */
  readonly first?: boolean;
  /** Name of the Application that it rolls out. @default - it is a project */
  readonly application?: string;
}

/** A system, as far as its project needs it. */
interface ProjectOwner {
  readonly name: string;
  readonly definition: string;
}

/** What an Application rolls out, and where. */
export interface Rollout {
  readonly namespace: string;
  /** Where it is found, asked when rendering. */
  readonly source: () => ApplicationSpecSource;
  /** Whether what leaves the source is removed. @default true */
  readonly prune?: boolean;
  /** What its chart installs. @default - what is found in its folder */
  readonly installs?: InstalledKinds;
  /** Why it is not written, asked when rendering. @default - because nothing is in its folder, if that is so */
  readonly absent?: () => string | undefined;
}

interface Child extends Rollout {
  readonly name: string;
}

/**
 * Argo CD's own objects of one environment: the root Application and its project, which are applied by hand, and the child
 * Applications and projects, which the root rolls out. Ids are as names of files: `application.shop-app`, `appproject.shop`.
 */
export class ArgoCd extends Chart {
  /** What the root Application may touch. */
  readonly rootProject: KubeObject;
  /** The Application that rolls out all others. */
  readonly rootApplication: KubeObject;
  private readonly all: ArgoCdObject[] = [];
  private kept: KubeObject | undefined;
  private readonly childrenOf = new Map<string, Child[]>();
  private emitted: ReadonlyMap<string, Kinds> = new Map();

  constructor(
    scope: Construct,
    private readonly environment: Environment,
  ) {
    super(scope, appsFolder, { namespace: environment.argocd.namespace, labels: managedBy });
    const root = { definition: '', byHand: true };
    const absent = () => this.whyNoSettings();
    const settings = new ArgoCdSettings(this, 'configmap.argocd-cm', { environment, root: scope, absent });
    this.all.push({ object: settings, ...root, first: true });
    this.rootProject = this.project(rootName, () => rootProject(environment));
    this.rootApplication = this.application(rootName, {}, () => rootApplication(environment));
    this.all.push({ object: this.rootProject, ...root }, { object: this.rootApplication, ...root });
  }

  /** Its objects. */
  get objects(): readonly ArgoCdObject[] {
    return this.all;
  }

  /** Objects of Applications that `bootstrap.yaml` holds too: they have to be there before the root's first sync. */
  get bootstrapped(): readonly KubeObject[] {
    return this.kept ? [this.kept] : [];
  }

  /**
   * Lets an Application keep Argo CD's settings, the health of kinds: without one they are in `bootstrap.yaml` alone, and nobody
   * puts them back.
   *
   * @param application one of Argo CD's namespace
   */
  keepSettings(application: Construct): void {
    const { environment } = this;
    const root = this.node.scope ?? this;
    this.kept = new ArgoCdSettings(application, 'argocd-cm', { environment, root, absent: () => this.whyNone() });
  }

  /** Tells what each Application rolls out, by name: what is derived here follows from it. */
  describe(emitted: ReadonlyMap<string, Kinds>): void {
    this.emitted = emitted;
  }

  /** The project of a system: it allows exactly what its Applications roll out. It is not written as long as that is nothing. */
  addProject(owner: ProjectOwner): KubeObject {
    const children: Child[] = [];
    this.childrenOf.set(owner.name, children);
    const active = () => children.filter((child) => this.whyAbsent(child) === undefined);
    const kinds = () => active().flatMap((child) => this.kindsOf(child) ?? []);
    const object = this.project(
      owner.name,
      () =>
        appProject(this.environment, {
          description: `Applications of system ${owner.name}`,
          sourceRepositories: active().map(({ source }) => source().repoUrl),
          namespaces: active().flatMap(({ namespace, installs }) => [namespace, ...(installs?.namespaces ?? [])]),
          kinds: {
            cluster: kinds().flatMap(({ cluster }) => cluster),
            namespaced: kinds().flatMap(({ namespaced }) => namespaced),
          },
        }),
      () => (active().length > 0 ? undefined : `nothing is rolled out by system '${owner.name}'`),
    );
    this.all.push({ object, definition: owner.definition, byHand: false });
    return object;
  }

  /**
   * The Application of one chart. It is not written as long as there is nothing to roll out.
   *
   * @param of what it belongs to, for errors
   */
  addApplication(of: IConstruct, owner: ProjectOwner, rollout: Rollout): KubeObject {
    const child: Child = { name: of.node.id, ...rollout };
    if (this.node.tryFindChild(applicationId(child.name))) {
      throw ProblemsError.at(
        of.node.path,
        `there is an Application '${child.name}' already in environment '${this.environment.name}', choose another name`,
      );
    }
    this.childrenOf.get(owner.name)?.push(child);
    const { namespace, source, prune = true } = rollout;
    const object = this.application(
      child.name,
      { 'app.kubernetes.io/part-of': owner.name },
      () => childApplication(this.environment, { project: owner.name, namespace, source: source(), prune }),
      () => this.whyAbsent(child),
    );
    object.metadata.addFinalizers(cascadeFinalizer);
    this.all.push({ object, definition: owner.definition, byHand: false, application: child.name });
    return object;
  }

  private kindsOf({ name, installs }: Child): Kinds | undefined {
    return installs ?? this.emitted.get(name);
  }

  private whyAbsent(child: Child): string | undefined {
    return child.absent ? child.absent() : this.kindsOf(child) ? undefined : 'nothing is rolled out by it';
  }

  /** Why there is nothing for Argo CD at all. */
  private whyNone(): string | undefined {
    return this.environment.gitops ? undefined : `environment '${this.environment.name}' names no GitOps repository`;
  }

  private whyNoSettings(): string | undefined {
    if (!this.environment.argocd.manageSettings) return `environment '${this.environment.name}' leaves them alone`;
    return this.whyNone() ?? (this.kept ? `'${this.kept.node.path}' is written there too` : undefined);
  }

  private project(name: string, body: () => Record<string, unknown>, absent?: () => string | undefined): KubeObject {
    const props = { ...AppProject.GVK, name, absent: () => this.whyNone() ?? absent?.() };
    return new KubeObject(this, `appproject.${name}`, props, body);
  }

  private application(
    name: string,
    labels: Readonly<Record<string, string>>,
    body: () => Record<string, unknown>,
    absent?: () => string | undefined,
  ): KubeObject {
    const props = {
      ...Application.GVK,
      name,
      labels,
      annotations: applicationAnnotations,
      absent: () => this.whyNone() ?? absent?.(),
    };
    return new KubeObject(this, applicationId(name), props, body);
  }
}

function applicationId(name: string): string {
  return `application.${name}`;
}
