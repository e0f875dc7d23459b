import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { StoragePurpose } from '../environment';
import { sizeProblem, Volume } from '../kubernetes';
import { type AccessMode, createClaim } from '../storage';
import { ComponentConstruct } from '../system';
import type { Component } from '../topology';

/** Size and purpose of a {@link SharedClaim}. */
export interface SharedClaimProps {
  readonly size: Size;
  /** Name of the claim. @default - the id */
  readonly claimName?: string;
  /** Folder of the volume in a static environment, below the system's own. @default - the claim's name */
  readonly folder?: string;
  /** Whether pods of several nodes may mount it. @default ReadWriteMany */
  readonly accessMode?: AccessMode;
  /** Name under which the environment may have a storage class for it. @default - shared; for ReadWriteOnce, default */
  readonly purpose?: StoragePurpose;
}

/**
 * Storage that several tiers read and write, or that one without a StatefulSet keeps. It stays when it disappears from the output.
 *
 * Create it in the Application of the tier that uses it first: a claim that binds on first use never gets ready before.
 *
 * @example
 * const uploads = new SharedClaim(app, 'uploads', { size: Size.gibibytes(20) });
 * web.mountShared(uploads, '/srv/uploads');
 */
export class SharedClaim extends ComponentConstruct {
  /** The volume that pods mount. */
  readonly volume: Volume;
  readonly claimName: string;
  private readonly consumers: Component[] = [];

  constructor(scope: Construct, id: string, props: SharedClaimProps) {
    super(scope, id);
    const empty = sizeProblem('size', props.size);
    if (empty) throw this.problem(empty);
    this.claimName = props.claimName ?? id;
    const { accessMode = 'ReadWriteMany' } = props;
    const { purpose = accessMode === 'ReadWriteMany' ? 'shared' : 'default' } = props;
    createClaim(this, {
      claimName: this.claimName,
      size: props.size,
      purpose,
      accessMode,
      labels: { tier: id },
      folder: props.folder,
    });
    this.node.addValidation({ validate: () => this.problems() });
    this.volume = Volume.claim(id, { claimName: this.claimName });
  }

  /** Rolls a consumer out not before the claim. */
  addConsumer(component: Component): void {
    this.consumers.push(component);
    this.topology.order(component, this.component, { sameWave: true });
  }

  // Its own Application would wait for it, and never let the consumer's begin.
  private problems(): string[] {
    const [first] = this.consumers;
    if (!first || this.consumers.some(({ application }) => application === this.application.name)) return [];
    return [
      `claim '${this.claimName}' binds on first use, but nothing in its own Application '${this.application.name}' uses it: create it in '${first.application}', where '${first.path}' does`,
    ];
  }
}
