import type { Construct } from 'constructs';
import { ConfigFiles } from '../../kubernetes';
import { ComponentConstruct } from '../../system';
import { Monitoring } from '../monitoring';
import type { GrafanaDashboard } from './panels';

/** Dashboards of a system, and the folder they stand in. */
export interface DashboardsProps {
  /** Folder in which Grafana shows them. */
  readonly folder: string;
  readonly dashboards: readonly GrafanaDashboard[];
}

/**
 * Dashboards that a system gives to Grafana: a ConfigMap `<system>-<id>`, in the Application that `systemMonitoring()` gives.
 *
 * @throws ProblemsError if one of them has no uid, or two have the same
 */
export class Dashboards extends ComponentConstruct {
  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    const files: Record<string, string> = {};
    for (const dashboard of props.dashboards) {
      if (!dashboard.uid) throw this.problem(`dashboard '${dashboard.title}' has no uid, give it one`);
      const file = `${dashboard.uid}.json`;
      if (file in files) throw this.problem(`two dashboards have the uid '${dashboard.uid}', give one of them another`);
      files[file] = `${JSON.stringify(dashboard, undefined, 2)}\n`;
    }
    const name = `${this.system.name}-${id}`;
    const { folder } = props;
    const config = new ConfigFiles(this, 'files', { name, files });
    Monitoring.of(this).addDashboards({
      name,
      folder,
      namespace: this.namespace,
      component: this.component,
      files: config,
    });
  }
}
