import type { Rule } from '../../rule';

export const refScaleTarget: Rule = {
  id: 'ref-scale-target',
  title: 'a scaler points at a workload that is not there',
  severity: 'error',
  why: 'nothing is ever scaled',
  mend: 'correct scaleTargetRef: kind, name, and the namespace of the scaler itself',
  *check(context) {
    for (const [key, scalers] of context.scalers) {
      const [kind = '', namespace = '', name = ''] = key.split('/');
      if (!['Deployment', 'StatefulSet', 'ReplicaSet'].includes(kind) || context.exists(kind, namespace, name))
        continue;
      for (const entry of scalers)
        yield { entry, field: 'spec.scaleTargetRef.name', value: `${kind} ${namespace}/${name}` };
    }
  },
};
