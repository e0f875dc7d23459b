import { isIP } from 'node:net';
import type { Duration } from 'cdk8s';
import {
  countProblem,
  type HostAlias,
  isSubdomain,
  labelProblem,
  type PodUser,
  secondsProblem,
  type Toleration,
} from '../kubernetes';
import { type IImagePullSecret, imagePullSecretType } from '../secrets';
import type { PodSettings, SelectorProps } from './pod-settings';

type Labels = Readonly<Record<string, string>>;

/** All that is wrong with what the pods of a tier are told, containers left aside. @param own labels by which policies select them */
export function podProblems(props: PodSettings & SelectorProps, own: Labels, namespace: string): string[] {
  const { selectorLabels, podLabels, terminationGracePeriod: grace } = props;
  return [
    ...userProblems(props.user),
    grace && secondsProblem('terminationGracePeriod', grace, 1),
    ...labelProblems('nodeSelector', props.nodeSelector),
    ...labelProblems('selectorLabels', selectorLabels),
    ...labelProblems('podLabels', podLabels),
    ...annotationProblems('podAnnotations', props.podAnnotations),
    ...annotationProblems('serviceAccountAnnotations', props.serviceAccountAnnotations),
    selectorLabels && Object.keys(selectorLabels).length === 0
      ? 'selectorLabels are empty and would select every pod, give those of the workload that runs'
      : undefined,
    selectorLabels?.tier !== undefined && selectorLabels.tier !== own.tier
      ? `selectorLabels have tier '${selectorLabels.tier}', but it is tier '${own.tier}': give \`tier: '${selectorLabels.tier}'\`, too`
      : undefined,
    ...Object.entries({ ...selectorLabels, ...own }).map(([key, value]) =>
      podLabels?.[key] === undefined || podLabels[key] === value
        ? undefined
        : `podLabels have ${key} '${podLabels[key]}', but the pods are selected by ${key} '${value}': leave it out`,
    ),
    ...(props.tolerations ?? []).flatMap(tolerationProblems),
    ...(props.hostAliases ?? []).flatMap(aliasProblems),
    ...(props.imagePullSecrets ?? []).map((secret) => pullSecretProblem(secret, namespace)),
  ].flatMap((problem) => problem ?? []);
}

/** What is wrong with a pause before the stop signal, which is part of the grace period, or `undefined`. */
export function graceProblem(grace: Duration, pause: Duration | undefined): string | undefined {
  if (!pause || pause.toMilliseconds() === 0 || pause.toMilliseconds() < grace.toMilliseconds()) return undefined;
  return `stopDelay of ${pause.toHumanString()} leaves nothing of the grace period of ${grace.toHumanString()}, the program would be killed before it is told to stop: raise \`terminationGracePeriod\` or shorten \`stopDelay\``;
}

function userProblems(user: PodUser | undefined): (string | undefined)[] {
  if (!user) return [];
  return [
    countProblem('user.uid', user.uid, 1),
    countProblem('user.gid', user.gid, 0),
    user.fsGroup === undefined ? undefined : countProblem('user.fsGroup', user.fsGroup, 0),
  ];
}

function labelProblems(prop: string, labels: Labels = {}): string[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const wrong = labelProblem(key, value, true);
    return wrong ? [`${prop} '${key}: ${value}': ${wrong}`] : [];
  });
}

function annotationProblems(prop: string, values: Labels = {}): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const wrong = labelProblem(key, value, false);
    return wrong ? [`${prop} '${key}': ${wrong}`] : [];
  });
}

/** Rules of the API server (Kubernetes docs, taints and tolerations). */
function tolerationProblems({ key, operator, value, effect, tolerationSeconds }: Toleration): (string | undefined)[] {
  const name = key ? `toleration of '${key}'` : 'toleration of every taint';
  return [
    !key && operator !== 'Exists' ? `${name} has no key: give it one, or operator 'Exists'` : undefined,
    operator === 'Exists' && value
      ? `${name} has operator 'Exists' and value '${value}': leave out one of the two`
      : undefined,
    tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? `${name} has \`tolerationSeconds\`, which count for effect 'NoExecute' alone: leave them out`
      : undefined,
  ];
}

/** What is wrong with a login to a registry for pods of a namespace, or `undefined`. */
export function pullSecretProblem(secret: IImagePullSecret, namespace: string): string | undefined {
  const { secretName: name, type } = secret;
  if (type !== imagePullSecretType) {
    return `imagePullSecrets: Secret '${name}' is of type '${type ?? 'Opaque'}', a login to a registry is of type '${imagePullSecretType}': make it an ImagePullSecret`;
  }
  if (secret.namespace === namespace) return undefined;
  return `imagePullSecrets: Secret '${name}' is in namespace '${secret.namespace}' and the tier in '${namespace}': put both into one namespace`;
}

function aliasProblems({ ip, hostnames }: HostAlias): (string | undefined)[] {
  const odd = hostnames.filter((name) => !isSubdomain(name));
  return [
    isIP(ip) === 0 ? `hostAliases: '${ip}' is no address, give an IPv4 or IPv6 one` : undefined,
    hostnames.length === 0 ? `hostAliases: address '${ip}' has no name, give one` : undefined,
    ...odd.map((name) => `hostAliases: '${name}' is no host name, use lower-case letters, digits, '-' and '.'`),
  ];
}
