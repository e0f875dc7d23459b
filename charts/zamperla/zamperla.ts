import { defineSystem, System } from 'cdk8s-tiers';
import type { Construct } from 'constructs';
import { AppTiers } from './app-tiers';
import { DataTiers } from './data-tiers';
import { addMonitoring } from './monitoring';
import { settings, type ZamperlaSettings } from './settings';
import { WorkerTiers } from './worker-tiers';

/**
 * Zamperla Analytics: collects the data of amusement rides, processes it and writes reports.
 *
 * A copy needs a name and a namespace of its own: `new Zamperla(root, 'zamperla-2', { ...settings, namespace: 'zamperla-2' })`.
 */
export class Zamperla extends System {
  constructor(scope: Construct, id: string, settings: ZamperlaSettings) {
    super(scope, id, { app: 'zamperla-app' });
    const data = new DataTiers(this, `${id}-data`, settings);
    const app = new AppTiers(this, `${id}-app`, settings, data);
    const workers = new WorkerTiers(this, `${id}-workers`, settings, data, app);
    addMonitoring(this, workers);
  }
}

/** Zamperla Analytics, as a project lists it. */
export const zamperla = defineSystem({
  name: 'zamperla',
  settings,
  build: (root, found) => new Zamperla(root, 'zamperla', found),
});
