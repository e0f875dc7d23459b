import { type EnvironmentRoot, NamespacesApplication, System } from 'cdk8s-tiers';
import { addArgoCdSettings } from './argocd-settings';
import { addMonitoring } from './monitoring';
import { addOperators } from './operators';
import { addPriorityClasses } from './priority-classes';
import type { PlatformSettings } from './settings';

/** What every system needs: namespaces, priority classes, operators, monitoring, and Argo CD's own settings. */
export class Platform extends System {
  constructor(root: EnvironmentRoot, settings: PlatformSettings) {
    super(root, 'platform');
    const { environment } = root;
    new NamespacesApplication(this);
    addPriorityClasses(this, environment);
    addOperators(this, root);
    if (environment.gitops && environment.argocd.manageSettings) addArgoCdSettings(this, root);
    if (settings.monitoring.enabled) addMonitoring(this, root, settings);
  }
}
