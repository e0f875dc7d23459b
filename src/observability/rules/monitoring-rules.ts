import type { Construct } from 'constructs';
import { ConfigFiles } from '../../kubernetes';
import { ComponentConstruct } from '../../system';
import { stringify } from '../../yaml';
import { Monitoring } from '../monitoring';
import { type RuleGroup, ruleFile } from './rule';

/** Groups of alerts and recordings. */
export interface MonitoringRulesProps {
  /** Names of groups are unique in the system. A function is asked when every system is built. */
  readonly groups: readonly RuleGroup[] | (() => readonly RuleGroup[]);
}

/**
 * Rules that a system gives to Prometheus: a ConfigMap `<system>-<id>`, in the Application that `systemMonitoring()` gives.
 *
 * @throws ProblemsError if two groups have one name, or an expression is not PromQL
 */
export class MonitoringRules extends ComponentConstruct {
  constructor(scope: Construct, id: string, props: MonitoringRulesProps) {
    super(scope, id);
    const text = typeof props.groups === 'function' ? props.groups : this.written(props.groups);
    const name = `${this.system.name}-${id}`;
    const files = new ConfigFiles(this, 'files', {
      name,
      files: () => ({ [`${name}.yaml`]: typeof text === 'function' ? this.written(text()) : text }),
    });
    Monitoring.of(this).addRules({ name, namespace: this.namespace, component: this.component, files });
  }

  private written(groups: readonly RuleGroup[]): string {
    const names = groups.map(({ name }) => name);
    const double = names.find((name, index) => names.indexOf(name) !== index);
    if (double !== undefined) throw this.problem(`has two groups named '${double}', rename one of them`);
    try {
      return stringify(ruleFile(groups));
    } catch (error) {
      throw this.problem((error as Error).message);
    }
  }
}
