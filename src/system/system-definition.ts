import type { z } from 'zod';
import type { EnvironmentRoot } from './environment-root';

/** A system as a project lists it: its name, the form of its settings, and how it is built from them. */
export interface SystemDefinition<Settings = unknown> {
  /** Key below `systems` in the environment files, and what `--system` takes. */
  readonly name: string;
  /** Form and defaults of its settings: a `z.strictObject`. */
  readonly settings: z.ZodType<Settings>;
  /** Builds what belongs to it below an environment: a {@link System}, or several. */
  build(root: EnvironmentRoot, settings: Settings): void;
}

/**
 * Lists a system with its settings' type forgotten, so that systems of different settings stand in one list.
 *
 * @example
 * const shop = defineSystem({
 *   name: 'shop',
 *   settings: z.strictObject({ web: imageReference(), replicas: z.int().min(1).default(2) }),
 *   build: (root, { web, replicas }) => {
 *     const app = new Application(new System(root, 'shop'), 'shop-app', { namespace: 'shop' });
 *     new WebService(app, 'web', { image: web, port: 8080, replicas, resources });
 *   },
 * });
 */
export function defineSystem<Settings>(definition: SystemDefinition<Settings>): SystemDefinition {
  return {
    name: definition.name,
    settings: definition.settings,
    build: (root, settings) => definition.build(root, settings as Settings),
  };
}
