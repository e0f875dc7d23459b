import { testFaults } from './told';

const pod = 'spec.template.spec';

describe('faults of core kinds', () => {
  testFaults([
    [
      'StatefulSet',
      'spec.volumeClaimTemplates[0].spec.accessModes[0]',
      'ReadWrite',
      '"ReadWrite" is not allowed; allowed: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"; did you mean "ReadWriteMany"?',
    ],
    [
      'StatefulSet',
      'spec.volumeClaimTemplates[0].spec.resources.requests.storage',
      '10G i',
      '"10G i" is not a quantity such as 500m or 128Mi',
    ],
    ['Job', `${pod}.restartPolicy`, 'Always', '"Always" is not allowed; allowed: "Never", "OnFailure"'],
    ['Job', `${pod}.restartPolicy`, undefined, 'is required, but missing; allowed: "Never", "OnFailure"'],
    ['CronJob', 'spec.schedule', '* * * *', '"* * * *" is not a schedule of five fields such as 0 3 * * *'],
    [
      'Service',
      'spec.type',
      'ClusterIp',
      '"ClusterIp" is not allowed; allowed: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"; did you mean "ClusterIP"?',
    ],
    [
      'Service',
      'spec.ports[0].targetPort',
      'a-port-name-that-is-long',
      '"a-port-name-that-is-long" is not a port from 1 to 65535 or the name of one',
    ],
    ['Service', 'spec.ports[0].port', undefined, 'is required, but missing'],
    ['Service', 'spec.selector.app', 5, 'must be a string, but is the number 5; write it in quotes'],
    ['ConfigMap', 'data.number', 5, 'must be a string, but is the number 5; write it in quotes'],
    ['ConfigMap', 'data.a b', 'c', 'the key "a b" is not a key of letters, digits, -, _ and .', 'data["a b"]'],
    ['Secret', 'data.password', 'hunter2!', 'a text of 8 characters is not base64'],
    [
      'Ingress',
      'spec.rules[0].http.paths[0].pathType',
      undefined,
      'is required, but missing; allowed: "Exact", "ImplementationSpecific", "Prefix"',
    ],
    [
      'NetworkPolicy',
      'spec.policyTypes[0]',
      'ingress',
      '"ingress" is not allowed; allowed: "Egress", "Ingress"; did you mean "Ingress"?',
    ],
    [
      'NetworkPolicy',
      'spec.egress[0].to[0]',
      {},
      'must have a pod selector, a namespace selector or an IP block, but has no field',
    ],
    [
      'RoleBinding',
      'roleRef.kind',
      'role',
      '"role" is not allowed; allowed: "Role", "ClusterRole"; did you mean "Role"?',
    ],
    ['HorizontalPodAutoscaler', 'spec.maxReplicas', 0, '0 is out of range; allowed: at least 1'],
    [
      'PodDisruptionBudget',
      'spec.minAvailable',
      1,
      'may have only one of maxUnavailable, minAvailable, but has maxUnavailable and minAvailable',
      'spec',
    ],
    [
      'CustomResourceDefinition',
      'spec.versions[0].schema.openAPIV3Schema.properties.spec.additionalProperties',
      'any',
      'must be an object or a boolean, but is the string "any"',
    ],
    [
      'CustomResourceDefinition',
      'spec.versions[0].schema.openAPIV3Schema.properties.spec.additionalProperties.typ',
      'a',
      'unknown field "typ"; did you mean "type"?',
    ],
  ]);
});

describe('faults of custom kinds', () => {
  testFaults([
    ['ScaledJob', 'spec.triggers[0].metadata.value', 1, 'must be a string, but is the number 1; write it in quotes'],
    [
      'ScaledJob',
      'spec.scalingStrategy.strategy',
      'acurate',
      '"acurate" is not allowed; allowed: "default", "custom", "accurate", "eager"; did you mean "accurate"?',
    ],
    [
      'ScaledJob',
      'spec.jobTargetRef.podReplacementPolicy',
      'Bogus',
      '"Bogus" is not allowed; allowed: "Failed", "TerminatingOrFailed"',
    ],
    [
      'ScaledJob',
      'spec.jobTargetRef.template.spec.containers[0].imag',
      'a',
      'unknown field "imag"; did you mean "image"?',
    ],
    ['ScaledJob', 'spec.maxReplicaCounts', 1, 'unknown field "maxReplicaCounts"; did you mean "maxReplicaCount"?'],
    ['TriggerAuthentication', 'spec.secretTargetRef[0].key', undefined, 'is required, but missing'],
    ['Application', 'spec.syncPolicy.automated.selfheal', true, 'unknown field "selfheal"; did you mean "selfHeal"?'],
    [
      'Application',
      'spec.syncPolicy.syncOptions',
      'ServerSideApply=true',
      'must be a list, but is the string "ServerSideApply=true"',
    ],
    ['Application', 'spec.project', undefined, 'is required, but missing'],
    [
      'AppProject',
      'spec.destinations[0].cluster',
      'a',
      'unknown field "cluster"; allowed here: name, namespace, server',
    ],
    [
      'ExternalSecret',
      'spec.target.creationPolicy',
      'owner',
      '"owner" is not allowed; allowed: "Owner", "Orphan", "Merge", "None", "CreateOrMerge"; did you mean "Owner"?',
    ],
    ['ExternalSecret', 'spec.dataFrom[0].sourceRef', {}, 'must have exactly one field, but has no field'],
    ['SecretStore', 'spec.provider.vault.auth.kubernetes.role', undefined, 'is required, but missing'],
    [
      'SecretStore',
      'spec.provider.fake',
      { data: [] },
      'must have exactly one field, but has vault and fake',
      'spec.provider',
    ],
    ['Password', 'spec.length', '32', 'must be an integer, but is the string "32"; write it without quotes'],
    ['SealedSecret', 'spec.encryptedData.password', 1, 'must be a string, but is the number 1; write it in quotes'],
    ['ServiceMonitor', 'spec.endpoints[0].interval', '30 s', '"30 s" is not a duration such as 30s or 1h30m'],
    ['PrometheusRule', 'spec.groups[0].rules[0].expr', undefined, 'is required, but missing'],
  ]);
});
