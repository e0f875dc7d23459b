import fc from 'fast-check';
import type { PodTemplate } from '../../src/manifests/model';
import { LabelIndex } from '../../src/manifests/model/label-index';
import { selectorMatches } from '../../src/manifests/network';

const labels = fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('a', 'b'), { maxKeys: 2 });
const namespace = fc.constantFrom('shop', 'mail', 'nowhere');
const templates = fc.array(fc.record({ namespace, labels }), { maxLength: 8 }) as fc.Arbitrary<unknown> as fc.Arbitrary<
  PodTemplate[]
>;
const selector = fc.record(
  {
    matchLabels: labels,
    matchExpressions: fc.array(fc.record({ key: fc.constantFrom('app', 'tier'), operator: fc.constant('Exists') })),
  },
  { requiredKeys: [] },
);

test('pods are found by a selector as if each one was looked at, and asked again the answer is the same', () => {
  fc.assert(
    fc.property(templates, namespace, fc.option(selector, { nil: undefined }), (all, place, asked) => {
      const index = new LabelIndex(all);
      const there = all.filter((template) => template.namespace === place);
      const meant = there.filter((template) => selectorMatches(asked, template.labels));
      expect(index.inNamespace(place)).toEqual(there);
      expect(index.select(place, asked)).toEqual(meant);
      expect(index.select(place, asked)).toEqual(meant);
    }),
  );
});
