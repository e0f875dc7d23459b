/** What an alert does on given samples, one a minute. */
export interface AlertCase {
  readonly alert: string;
  readonly title: string;
  /** Series in promtool's notation: name to values. */
  readonly series: Readonly<Record<string, string>>;
  /** Minutes after which to look. @default 40 */
  readonly after?: number;
  /** Labels of the alerts that fire, beside the name; none: it stays silent, not even pending. */
  readonly fires: readonly Readonly<Record<string, string>>[];
}

export const fires = (
  alert: string,
  title: string,
  series: AlertCase['series'],
  ...labels: Record<string, string>[]
): AlertCase => ({
  ...{ alert, title, series },
  fires: labels,
});
export const silent = (alert: string, title: string, series: AlertCase['series']): AlertCase => ({
  alert,
  title,
  series,
  fires: [],
});

/** Labels of what somebody is called for, and of what can wait. */
export const page = { severity: 'page' };
export const ticket = { severity: 'ticket' };
