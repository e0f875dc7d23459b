import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { readAsset } from '../../asset';
import { ConfigFiles } from '../../kubernetes';
import { advancedConfig, enabledPlugins, rabbitmqConf } from './configuration';

const prepareScript = readAsset('rabbitmq/prepare.sh');
const definitionScripts = Object.fromEntries(
  ['fill-definitions.sh', 'import-definitions.sh'].map((name) => [name, readAsset(`rabbitmq/${name}`)]),
);

/** Files of the server itself, which restart it, and of its definitions, which a Job imports while it runs. */
export function createFiles(scope: Construct, tier: string, memory: Size, definitions: () => object) {
  const labels = { tier };
  return {
    config: new ConfigFiles(scope, 'config', {
      name: `${tier}-config`,
      labels,
      files: {
        'rabbitmq.conf': rabbitmqConf(memory),
        'advanced.config': advancedConfig,
        enabled_plugins: enabledPlugins,
        'prepare.sh': prepareScript,
      },
    }),
    definitions: new ConfigFiles(scope, 'definitions', {
      name: `${tier}-definitions`,
      labels,
      files: () => ({
        'definitions.json': `${JSON.stringify(definitions(), undefined, 2)}\n`,
        ...definitionScripts,
      }),
    }),
  };
}
