// Writes down what exporters serve, at the versions of the images and charts: test/observability/exporters/NAME.json.
//
// usage: npm run record -- [NAME...]
//
// Those with a published Go module are read there, by Go's client. RabbitMQ and Prometheus are asked while they run:
// `CDK8S_TIERS_RECORD=1 npx jest --config test/servers/jest.config.js test/servers/exporters` writes their lists.
import { writeFileSync } from 'node:fs';
import { moduleSources, recordModule } from './module-sources.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in moduleSources));
if (unknown.length > 0) {
  console.error(`no such list '${unknown.join("', '")}', there are: ${Object.keys(moduleSources).join(', ')}`);
  process.exit(2);
}
for (const name of names.length > 0 ? names : Object.keys(moduleSources)) {
  const list = recordModule(name);
  const path = new URL(`../../test/observability/exporters/${name}.json`, import.meta.url);
  writeFileSync(path, `${JSON.stringify(list, undefined, 2)}\n`);
  console.log(`${name} ${list.version}: ${Object.keys(list.metrics).length} metrics`);
}
