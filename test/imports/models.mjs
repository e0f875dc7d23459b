// Prints the JSON schemas of the kinds' models, from npm packages that a test cannot load itself (they are ES modules).
import { modelSchema } from '../../scripts/imports/model-schema.mjs';

const kinds = {
  '@kubernetes-models/argo-cd': ['argoproj.io/v1alpha1/Application', 'argoproj.io/v1alpha1/AppProject'],
  '@kubernetes-models/external-secrets': [
    'external-secrets.io/v1/ExternalSecret',
    'external-secrets.io/v1/SecretStore',
    'generators.external-secrets.io/v1alpha1/Password',
  ],
  '@kubernetes-models/keda': ['keda.sh/v1alpha1/ScaledJob', 'keda.sh/v1alpha1/TriggerAuthentication'],
  '@kubernetes-models/prometheus-operator': [
    'monitoring.coreos.com/v1/PodMonitor',
    'monitoring.coreos.com/v1/PrometheusRule',
    'monitoring.coreos.com/v1/ServiceMonitor',
  ],
  '@kubernetes-models/sealed-secrets': ['bitnami.com/v1alpha1/SealedSecret'],
};

const models = Object.entries(kinds).flatMap(([name, paths]) => paths.map((path) => [path, modelSchema(name, [path])]));
process.stdout.write(JSON.stringify(Object.fromEntries(models)));
