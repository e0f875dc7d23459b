import { stringify } from '../../yaml';
import type { DashboardContribution } from '../monitoring';

/** Identifier of the data source: dashboards name it, so it never changes. */
export const datasourceUid = 'prometheus';

/** Where the container sees provisioned files. */
export const paths = {
  provisioning: '/etc/grafana/provisioning',
  dashboards: '/etc/grafana/dashboards',
  secrets: '/run/secrets/grafana',
  data: '/var/lib/grafana',
} as const;

/** Folder of the files of one contribution. */
export function dashboardFolder(contribution: DashboardContribution): string {
  return `${paths.dashboards}/${contribution.name}`;
}

/** The one data source; a source that is no longer listed is removed. Grafana docs, provisioning. */
export function datasources(url: string): string {
  return provisioned({
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: 'prometheus',
        uid: datasourceUid,
        type: 'prometheus',
        access: 'proxy',
        orgId: 1,
        url,
        isDefault: true,
        editable: false,
        jsonData: { httpMethod: 'POST' },
      },
    ],
  });
}

/** A provider for each contribution: Grafana doesn't follow the links that subfolders of a mounted ConfigMap are. */
export function dashboardProviders(contributions: readonly DashboardContribution[]): string {
  return provisioned({
    apiVersion: 1,
    providers: contributions.map((contribution) => ({
      name: contribution.name,
      orgId: 1,
      folder: contribution.folder,
      type: 'file',
      disableDeletion: false,
      allowUiUpdates: false,
      updateIntervalSeconds: 30,
      options: { path: dashboardFolder(contribution) },
    })),
  });
}

// Grafana puts environment variables in place of `$NAME`, in these files only.
function provisioned(content: unknown): string {
  return stringify(content).replaceAll('$', '$$$$');
}
