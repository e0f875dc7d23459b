// Reads objects (JSON) from standard input and prints what the validators of the independent models say against them.
import { readFileSync } from 'node:fs';

const packages = {
  'argoproj.io': '@kubernetes-models/argo-cd',
  'bitnami.com': '@kubernetes-models/sealed-secrets',
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'generators.external-secrets.io': '@kubernetes-models/external-secrets',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

const told = [];
for (const object of JSON.parse(readFileSync(0, 'utf8'))) {
  const from = packages[object.apiVersion.split('/')[0]] ?? 'kubernetes-models';
  const model = (await import(`${from}/${object.apiVersion}/${object.kind}`))[object.kind];
  try {
    new model(object).validate();
  } catch (error) {
    told.push(`${object.kind} ${object.metadata.name}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(told));
