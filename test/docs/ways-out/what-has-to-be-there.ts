import { EnvironmentRoot, type WebService } from 'cdk8s-tiers';

/** What a tier needs and nobody here makes: an object is asked for by its name, a program by its pods, the rest people are told of. */
export function needLicences(web: WebService): void {
  const { requirements } = EnvironmentRoot.of(web);
  const why = 'the web service stops after a day';
  requirements.add(
    web,
    { kind: 'ConfigMap', apiVersion: 'v1', namespace: 'licences', name: 'shop', why, mend: 'ask the vendor for it' },
    { kind: 'licence server', name: 'flex', pods: { namespace: 'licences' }, why, mend: 'install it' },
    { kind: 'DNS name', name: 'licences.example.com', why, mend: 'add a record that leads to the vendor' },
  );
}
