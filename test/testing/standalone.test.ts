import { WebService } from 'cdk8s-tiers';
import { renderOne, small } from 'cdk8s-tiers/testing';

const rendered = renderOne((application) => {
  new WebService(application, 'web', { image: 'shop/web:1.0', port: 8080, resources: small });
});
const there = rendered.objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');

test.each<[string, [kind: string, name?: string], string]>([
  ['none of the kind', ['Ingress'], '0 objects of kind Ingress'],
  ['none of the name', ['Service', 'api'], "0 objects of kind Service named 'api'"],
  ['several of the kind', ['NetworkPolicy'], '2 objects of kind NetworkPolicy'],
])('who asks for one object and there is %s is told what there is', (_, [kind, name], told) => {
  expect(() => rendered.get(kind, name)).toThrow(`${told}, there are ${there}`);
});
