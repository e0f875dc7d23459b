/**
 * Plain cdk8s renders the same objects: one App, a Chart per Application, a bare ApiObject per object, `App.synth()`.
 * Usage: node test/bench/works/plain.mjs DATA FOLDER LAYOUT (a name of cdk8s' YamlOutputType)
 * Reading the objects is not part of the work.
 */
import { readFileSync } from 'node:fs';
import { load, stopwatch } from '../library.mjs';

const [data, folder, layout] = process.argv.slice(2);
const { ApiObject, App, Chart, YamlOutputType } = load('cdk8s');
const charts = JSON.parse(readFileSync(data, 'utf8'));

const lap = stopwatch();
const app = new App({ outdir: folder, yamlOutputType: YamlOutputType[layout] });
for (const [name, objects] of charts) {
  const chart = new Chart(app, name);
  for (const object of objects) {
    const { kind, metadata } = object;
    new ApiObject(chart, `${kind}-${metadata.namespace ?? ''}-${metadata.name}`, object);
  }
}
app.synth();
const objects = charts.reduce((sum, [, list]) => sum + list.length, 0);
process.stdout.write(JSON.stringify({ objects, work: lap() }));
