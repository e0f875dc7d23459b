import type { Project } from 'cdk8s-tiers';
import { each, objects } from 'cdk8s-tiers/checks';

/** What this project holds besides the library's rules: somebody is called when a tier fails. */
export const owners: Pick<Project, 'rules' | 'changeRules' | 'severities' | 'external'> = {
  rules: [
    {
      id: 'owner-label',
      title: 'nobody owns this tier',
      severity: 'error',
      why: 'nobody is called when it fails',
      mend: 'write the label owner',
      check: each(objects('apps/Deployment'), ({ labels }) => !labels.owner && { field: 'metadata.labels' }),
    },
  ],
  changeRules: {
    fields: [
      {
        id: 'owner-changed',
        kinds: ['apps/Deployment'],
        fields: ['metadata.labels.owner'],
        verdict: 'BLOCK',
        consequence: 'another team is called at night',
        procedure: 'tell both teams, then acknowledge the change',
      },
    ],
  },
  severities: { 'image-digest': 'off', 'ref-namespace': 'warning' },
  external: { objects: [{ kind: 'Namespace', name: 'argocd' }] },
};
