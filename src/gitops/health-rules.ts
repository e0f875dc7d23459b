import { builtInHealth, type Environment } from '../environment';

/**
 * The health of an Application: that of its objects, but Progressing while a sync of it is asked for or runs, and Degraded
 * when one has failed. Argo CD itself has had none since 1.8, and its parent then goes on at once; the rule of its docs copies
 * what the objects say, by which an Application is Healthy while its migration runs or fails. One that could not be compared
 * with Git yet has no objects, and would be Healthy too. Source: Argo CD docs, health.
 */
const applicationHealth = `local health = { status = "Progressing", message = "no health reported yet" }
local status = obj.status or {}
local sync = status.operationState
local phase = sync and sync.phase
local compared = status.sync and status.sync.status ~= "Unknown"
if status.health and status.health.status and (phase or compared) then
  health.status = status.health.status
  health.message = status.health.message or ""
end
if phase == "Running" or phase == "Terminating" then
  health.status = "Progressing"
  health.message = sync.message or "a sync runs"
elseif obj.operation then
  health.status = "Progressing"
  health.message = "a sync is asked for"
elseif phase == "Failed" or phase == "Error" then
  health.status = "Degraded"
  health.message = sync.message or "the last sync failed"
end
return health
`;

/**
 * An Ingress is Healthy when it exists. By Argo CD's own rule it is so when it has an address, which many controllers never
 * publish: its Application stays Progressing, and what comes after it never comes. Nothing here waits for one.
 */
const ingressHealth = `local health = { status = "Healthy", message = "" }
local balancer = obj.status and obj.status.loadBalancer
if not (balancer and balancer.ingress and balancer.ingress[1]) then
  health.message = "no address: no controller serves its class, or the controller publishes none"
end
return health
`;

const defaults: Readonly<Record<string, string>> = {
  'argoproj.io/Application': applicationHealth,
  'networking.k8s.io/Ingress': ingressHealth,
};

/**
 * What Argo CD is told of the health of kinds, as keys of `argocd-cm`: the rules of the environment, and ours for kinds that are
 * there.
 *
 * @param emits whether the environment has objects of a kind, `group/Kind`
 */
export function healthSettings({ argocd }: Environment, emits: (kind: string) => boolean): Record<string, string> {
  const rules = Object.entries({ ...defaults, ...argocd.health }).filter(
    ([kind, rule]) => rule !== builtInHealth && (kind in argocd.health || emits(kind)),
  );
  return Object.fromEntries(rules.map(([kind, rule]) => [keyOf(kind), rule]));
}

/** Argo CD writes a slash as `_`, because a key of a ConfigMap has none. */
function keyOf(kind: string): string {
  return `resource.customizations.health.${kind.replace('/', '_')}`;
}
