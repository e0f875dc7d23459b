import { stringify } from '../yaml';
import type { SystemPlan } from './plan';

/** Text of `environments/local.yaml`: a minikube of one node. */
export function localText(plan: SystemPlan): string {
  return `# A minikube of one node: \`minikube start --cpus 4 --memory 8g\`.
name: local
cluster:
  kubernetesVersion: "1.36"
  apiServerCidrs: [192.168.49.2/32] # as \`kubectl get endpointslices -l kubernetes.io/service-name=kubernetes\` tells
  apiServerPort: 8443
  nodeCidrs: [192.168.49.0/24]
  nodes: [{ name: minikube, count: 1, cpu: 4, memory: 8Gi }]
exposure: { type: NodePort }
storage: { mode: static, node: minikube, root: /data }
secrets: { provider: manual }
${systemsOf(plan)}`;
}

/** Text of `environments/production.yaml`: several nodes, names and certificates. Its addresses are to be replaced. */
export function productionText(plan: SystemPlan): string {
  const shared = plan.constructs.some(({ code }) => code.callee === 'new SharedClaim') ? ', shared: files' : '';
  return `# Replace what is true of your cluster: addresses, nodes, domain, classes.
name: production
cluster:
  kubernetesVersion: "1.36"
  apiServerCidrs: [10.0.0.0/28]
  nodeCidrs: [10.1.0.0/16]
  nodes: [{ name: workers, count: 3, cpu: 4, memory: 16Gi }]
domain: ${plan.domain}
exposure:
  type: Ingress
  class: nginx
  controller: ingress-nginx
  tlsIssuer: letsencrypt
  # Who may come in; { guardedBy: what asks for a login } and { open: why everybody may } are the others. Each route can say its own.
  access: { networks: [203.0.113.0/24] }
storage: { mode: dynamic, classes: { default: standard${shared} } }
secrets: { provider: manual }
# For Argo CD: gitops: { repository: https://git.example.com/${plan.name}/gitops.git }
${systemsOf(plan)}`;
}

function systemsOf({ name, images }: SystemPlan): string {
  return stringify({ systems: { [name]: images } });
}
