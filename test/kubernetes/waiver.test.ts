import { ApiObject, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { runChecks } from '../../src/checks';
import { KubeObject, waive } from '../../src/kubernetes';
import { ManifestSet } from '../../src/manifests';
import { Postgres } from '../../src/tiers';
import { makeSystem, problemsFrom, small, type TestSystem } from '../fixtures';

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', name: 'config' };
const found = (test: TestSystem) =>
  runChecks(ManifestSet.of(test.render().objects.map((object) => JSON.parse(JSON.stringify(object)))));

describe('a waiver', () => {
  test('sets a rule aside for an object, with its reason', () => {
    const test = makeSystem();
    const service = new KubeObject(test.application, 'svc', { apiVersion: 'v1', kind: 'Service', name: 'svc' }, () => ({
      spec: { selector: { app: 'nobody' }, ports: [{ name: 'http', port: 80 }] },
    }));
    const rules = () => found(test).findings.map(({ rule }) => rule);
    expect(rules()).toContain('selector-service-none');
    waive(service, 'selector-service-none', ' its pods are made by an operator ');
    expect(rules()).not.toContain('selector-service-none');
    expect(found(test).waived).toMatchObject([
      { rule: 'selector-service-none', reason: 'its pods are made by an operator' },
    ]);
  });

  test('of a tier stands on its workload', () => {
    const test = makeSystem();
    const database = new Postgres(test.application, 'db', {
      database: 'shop',
      storage: Size.gibibytes(1),
      resources: small,
    });
    waive(database, 'any-rule', 'because');
    expect(test.render().get('StatefulSet').metadata.annotations['tiers.cdk8s.io/waive.any-rule']).toBe('because');
  });

  test.each<[string, (construct: Construct) => void, string]>([
    ['without a reason', (at) => waive(at, 'rule', ' '), "waives 'rule' without a reason: say why it does not hold"],
    ['of no rule', (at) => waive(at, 'A rule', 'x'), "waives 'A rule', which is no rule: name one of them"],
    [
      'where there is no object',
      (at) => waive(at, 'rule', 'x'),
      'has no object of its own that a waiver could stand on: there is none below it either',
    ],
    [
      'where there are several objects',
      (at) => {
        new KubeObject(at, 'one', configMap, () => ({}));
        new ApiObject(new Construct(at, 'deep'), 'two', configMap);
        waive(at, 'rule', 'x');
      },
      'has no object of its own that a waiver could stand on: give one of its objects, local/shop/shop-app/at/one, local/shop/shop-app/at/deep/two',
    ],
  ])('%s is refused', (_, act, message) => {
    expect(problemsFrom(() => act(new Construct(makeSystem().application, 'at')))).toBe(
      `local/shop/shop-app/at: ${message}`,
    );
  });
});
