import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { type WebExposure, wishOf } from '../../exposure';
import { images } from '../../images';
import { annotations, ConfigFiles, Probe, sizeProblem, Volume } from '../../kubernetes';
import { fixed, generated, UserCredential } from '../../secrets';
import { OwnStorage } from '../../storage';
import { EnvironmentRoot } from '../../system';
import { type TierProps, WebService } from '../../tiers';
import { Monitoring } from '../monitoring';
import type { Persistence, Prometheus } from '../prometheus';
import { dashboardFolder, dashboardProviders, datasources, paths } from './provisioning';

/** Data source, storage and exposure of a {@link Grafana}. */
export interface GrafanaProps extends TierProps {
  /** The server whose metrics it shows. */
  readonly prometheus: Prometheus;
  /** Size of the volume. */
  readonly storage: Size;
  /** @default - the library's */
  readonly image?: string;
  /** Name of the Service. @default - the tier with `-service` */
  readonly serviceName?: string;
  /** Reached from outside the cluster. @default - from inside only */
  readonly exposure?: WebExposure;
  /** Whether users, preferences and annotations outlive the pod; what is provisioned always does. @default claims */
  readonly persistence?: Persistence;
}

const user = { uid: 472, gid: 472 };
const port = 3000;

/** Settings beside the provisioned files (Grafana docs, configuration): no calls home, nobody signs up, no plugins by surprise. */
const settings = {
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
  GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
  GF_ANALYTICS_REPORTING_ENABLED: 'false',
  GF_NEWS_NEWS_FEED_ENABLED: 'false',
  GF_PLUGINS_PREINSTALL_DISABLED: 'true',
  GF_SECURITY_ADMIN_PASSWORD__FILE: `${paths.secrets}/password`,
  GF_SECURITY_ADMIN_USER__FILE: `${paths.secrets}/username`,
  GF_SECURITY_DISABLE_GRAVATAR: 'true',
  GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
  GF_USERS_ALLOW_SIGN_UP: 'false',
};

/**
 * Grafana, one replica: it reads one Prometheus and shows every dashboard that the systems contribute. The password of
 * `admin` is taken over when its database is made, never later: to change it, use `grafana cli admin reset-admin-password`.
 */
export class Grafana extends WebService {
  /** Login of the administrator. */
  readonly admin: UserCredential;

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id, {
      ...props,
      exposure: props.exposure && { access: { guardedBy: 'a login of its own' }, ...props.exposure },
      image: props.image ?? images.grafana,
      port,
      serviceName: props.serviceName ?? `${props.tier ?? id}-service`,
      user: props.user ?? user,
      serviceAnnotations: { [annotations.scrape]: 'true', [annotations.scrapePort]: String(port) },
      // Its database is a file on a volume of its own.
      singleton: true,
      readiness: Probe.http('/api/health'),
      liveness: Probe.http('/api/health'),
      env: { ...settings, ...publicUrl(scope, props.exposure), ...props.env },
    });
    this.admin = new UserCredential(this, 'admin', {
      name: `${this.tier}-admin`,
      keys: { username: fixed('admin'), password: generated() },
    });
    this.topology.order(this.component, this.admin.component);
    this.topology.addScrapeTarget({ component: this.component, pods: this.pods, port, path: '/metrics' });
    const { prometheus } = props;
    // The provisioned file names it.
    this.connectTo(prometheus, { env: false });
    this.tell(sizeProblem('storage', props.storage));
    this.mountStorage(props);
    this.mountProvisioning(prometheus);
  }

  private mountStorage({ storage: size, persistence }: GrafanaProps): void {
    const storage =
      persistence === 'none'
        ? undefined
        : new OwnStorage(this, 'storage', {
            claimName: `${this.tier}-data`,
            templateName: 'storage',
            statefulSet: false,
            size,
            purpose: 'monitoring',
            accessMode: 'ReadWriteOnce',
            labels: { tier: this.tier },
          });
    const volume = storage?.volume ?? Volume.scratch('storage', { limit: size });
    this.mainContainer.addMount({ volume, path: paths.data });
  }

  private mountProvisioning(prometheus: Prometheus): void {
    const monitoring = Monitoring.of(this);
    const provision = (folder: string, file: string, text: () => string) => {
      const name = `${this.tier}-${folder}`;
      const files = new ConfigFiles(this, folder, {
        name,
        labels: { tier: this.tier },
        files: () => ({ [file]: text() }),
      });
      const volume = Volume.config(`provisioning-${folder}`, files);
      this.mainContainer.addMount({ volume, path: `${paths.provisioning}/${folder}`, readOnly: true });
    };
    provision('datasources', 'prometheus.yml', () => datasources(prometheus.url));
    provision('dashboards', 'providers.yml', () => dashboardProviders(monitoring.dashboards));
    const { admin } = this;
    this.mainContainer.addMount({
      volume: Volume.secrets('admin', { username: admin.username, password: admin.password }),
      path: paths.secrets,
      readOnly: true,
    });
    monitoring.eachDashboards((contribution) => {
      const { name } = contribution;
      // Optional: the dashboards of a system may come later than Grafana.
      const volume = Volume.of(`dashboards-${name}`, () => ({ configMap: { name, optional: true } }));
      this.mainContainer.addMount({ volume, path: dashboardFolder(contribution), readOnly: true });
    });
  }
}

/** Links in mails and after a login lead to the name that people use. */
function publicUrl(scope: Construct, exposure: WebExposure | undefined): Record<string, string> {
  const { edges, environment } = EnvironmentRoot.of(scope);
  const url = exposure && edges.exposure.urlOf(wishOf(exposure), environment);
  return url === undefined ? {} : { GF_SERVER_ROOT_URL: `${url}/` };
}
