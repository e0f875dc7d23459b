import type { z } from 'zod';
import type { ChoiceForm } from './choice';

/** What a system package adds to the environment files: the form of its own section below `systems`. */
export interface SystemSchema {
  /** Name of the system, the key below `systems`. */
  readonly name: string;
  /** Form of the section, a `z.strictObject`; it says the defaults too. */
  readonly schema: z.ZodType;
}

/** The form of a way of exposing. */
export interface ExposureForm extends ChoiceForm {
  /** Whether the environment has to name its public domain. @default false */
  readonly needsDomain?: boolean;
}

/** The form of a third-party operator's settings. */
export interface OperatorForm {
  /** The key below `operators`. */
  readonly name: string;
  /** What it is, a line for people. */
  readonly title: string;
  /** Its namespace, where a file names no other. */
  readonly namespace: string;
  /** What each of its pods asks for, where a file says nothing else: Kubernetes quantities. */
  readonly resources: { readonly cpu: string; readonly memory: string };
}

/** The form of a network plugin that can do more than NetworkPolicies. */
export interface NetworkPluginForm {
  /** Value of `cluster.networkPlugin`. */
  readonly name: string;
}

/** All that an environment file may choose from: what the library has and what a project adds. */
export interface EnvironmentForms {
  readonly systems: readonly SystemSchema[];
  readonly exposures: readonly ExposureForm[];
  readonly secretProviders: readonly ChoiceForm[];
  readonly operators: readonly OperatorForm[];
  readonly networkPlugins: readonly NetworkPluginForm[];
}
