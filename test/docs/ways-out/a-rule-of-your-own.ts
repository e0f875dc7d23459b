import type { Project } from 'cdk8s-tiers';
import { type ChangeRules, each, field, objects, type Rule } from 'cdk8s-tiers/checks';

/** Every workload says who is called when it fails. */
const owner: Rule = {
  id: 'owner-label',
  title: 'nobody owns this workload',
  severity: 'error',
  why: 'nobody is called when it fails',
  mend: 'write the label owner',
  check: each(
    objects('apps/Deployment', 'apps/StatefulSet'),
    ({ labels }) => labels.owner === undefined && { field: 'metadata.labels' },
  ),
};

/** Topics are kept in three copies. */
const copies: Rule = {
  id: 'topic-copies',
  title: 'a topic has fewer than three copies',
  severity: 'warning',
  why: 'the loss of one broker stops its publishers',
  mend: 'write spec.replicas: 3',
  check: field('kafka.strimzi.io/KafkaTopic', 'spec.replicas', (value) => Number(value) < 3),
};

/** What `diff` says of a changed field */
const changeRules: ChangeRules = {
  fields: [
    {
      id: 'topic-partitions',
      kinds: ['kafka.strimzi.io/KafkaTopic'],
      fields: ['spec.partitions'],
      verdict: 'BLOCK',
      consequence: 'keys move to other partitions: their order is lost',
      procedure: 'make a new topic and move the consumers',
    },
  ],
};

export const ownRules: Pick<Project, 'rules' | 'changeRules' | 'severities'> = {
  rules: [owner, copies],
  changeRules,
  severities: { 'image-digest': 'off' },
};
