import { defineSystem } from 'cdk8s-tiers';
import { Platform } from './platform';
import { platformSettings } from './settings';

/** The platform as a project lists it; it stands before the systems that give rules and dashboards to its monitoring. */
export const platform = defineSystem({
  name: 'platform',
  settings: platformSettings,
  build: (root, settings) => new Platform(root, settings),
});
