import { ApiObject, JsonPatch } from 'cdk8s';
import { type Application, type WebService, waive } from 'cdk8s-tiers';

/** A field that no property stands for, a label, and a rule that does not hold, on objects of a tier and on derived ones. */
export function changeObjects(app: Application, web: WebService): void {
  ApiObject.of(web).addJsonPatch(JsonPatch.add('/spec/template/spec/runtimeClassName', 'gvisor'));
  web.networkPolicy.metadata.addAnnotation('example.com/owner', 'network team');
  app.namespaceObjects.object.metadata.addLabel('istio.io/dataplane-mode', 'ambient');
  app.argoApplication.addJsonPatch(JsonPatch.replace('/spec/revisionHistoryLimit', 2));
  waive(web, 'budget-missing', 'one pod is enough, the page may be away for a minute');
}
