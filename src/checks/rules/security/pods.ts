import { dig, text } from '../../../manifests/fields';
import { clusterNamespaces, namedTexts } from '../../../manifests/model';
import { containers, each, objects, pods } from '../../builders';
import type { Rule } from '../../rule';
import { enforcedLevel, podSecurityFaults } from './pod-security-profile';

export const podSecurityRules: readonly Rule[] = [
  {
    id: 'debug-enabled',
    title: 'a program runs with debugging on, or for any host name',
    severity: 'warning',
    why: 'error pages show settings and code to everybody; forged host names pass',
    mend: 'turn it off outside development and list the host names',
    check: each(namedTexts, function* ({ name, text: value, path, kind }) {
      if (kind !== 'env' && kind !== 'file') return;
      const debug = /^(?:[A-Z]+_)*DEBUG$/.test(name) && /^(?:1|true|yes|on)$/i.test(value.trim());
      const hosts = /ALLOWED_HOSTS$/.test(name) && value.trim() === '*';
      const inFile =
        kind === 'file' && /^(?:DEBUG\s*=\s*True|ALLOWED_HOSTS\s*=\s*\[\s*["']\*["']\s*\])\s*$/m.test(value);
      if (debug || hosts || inFile) yield { field: path, value: inFile ? name : `${name}=${value.trim()}` };
    }),
  },
  {
    id: 'pod-security-labels',
    title: 'a namespace does not say which pods it takes',
    severity: 'warning',
    why: 'without the enforce label the API server takes privileged pods there',
    mend: 'label it pod-security.kubernetes.io/enforce: restricted, with enforce-version pinned',
    source: 'Kubernetes docs, pod security admission',
    check: each(objects('/Namespace'), function* (entry) {
      const level = entry.labels['pod-security.kubernetes.io/enforce'];
      if (level === undefined && !clusterNamespaces.has(entry.name)) yield { field: 'metadata.labels' };
      const version = entry.labels['pod-security.kubernetes.io/enforce-version'];
      if (level !== undefined && (version === undefined || version === 'latest')) {
        yield {
          field: 'metadata.labels["pod-security.kubernetes.io/enforce-version"]',
          value: version,
          what: 'the profile is not pinned to a version',
          severity: 'info',
        };
      }
    }),
  },
  {
    id: 'security-baseline',
    title: 'a pod takes part of the node for itself',
    severity: 'error',
    why: 'who breaks into the container has the node, and with it the other tenants',
    mend: 'remove it; what truly needs it (a node agent) belongs in a namespace of its own with the privileged level on its labels',
    source: 'Kubernetes docs, pod security standards',
    check: each(pods, function* (template, context) {
      const privileged = enforcedLevel(context, template.namespace) === 'privileged';
      for (const { field, value, what, level } of podSecurityFaults(template)) {
        if (level === 'baseline') yield { field, value, what, severity: privileged ? 'info' : 'error' };
      }
    }),
  },
  {
    id: 'security-restricted',
    title: 'a pod does not fit the restricted pod security profile',
    severity: 'error',
    why: 'a namespace that enforces the profile refuses the pod (its Job is accepted and hangs); elsewhere a break-in reaches further',
    mend: 'set what is named; every init container needs it too',
    source: 'Kubernetes docs, pod security standards',
    check: each(pods, function* (template, context) {
      const enforced = enforcedLevel(context, template.namespace);
      for (const { field, value, what, level } of podSecurityFaults(template)) {
        if (level !== 'restricted') continue;
        const severity = enforced === 'restricted' ? 'error' : enforced === undefined ? 'warning' : 'info';
        yield { field, value, what, severity };
      }
    }),
  },
  {
    id: 'service-account-token',
    title: 'a pod gets a token of the API server that it may not need',
    severity: 'warning',
    why: 'who breaks into the pod can talk to the API server with it',
    mend: 'set automountServiceAccountToken: false on the pod; if it does use the API, give it an account of its own and set true',
    check: each(pods, function* ({ namespace, spec, specPath }, context) {
      const account = text(spec.serviceAccountName) ?? 'default';
      const told =
        spec.automountServiceAccountToken ??
        context.find('ServiceAccount', namespace, account)?.object.automountServiceAccountToken;
      if (told === undefined)
        yield {
          field: `${specPath}.automountServiceAccountToken`,
          severity: account === 'default' ? 'warning' : 'info',
        };
    }),
  },
  {
    id: 'writable-root',
    title: 'a container may write its own file system',
    severity: 'info',
    why: 'who breaks in can put programs there',
    mend: 'readOnlyRootFilesystem: true, with an emptyDir where the program writes',
    check: each(
      containers,
      ({ path, fields: container }) =>
        dig(container, 'securityContext', 'readOnlyRootFilesystem') !== true && {
          field: `${path}.securityContext.readOnlyRootFilesystem`,
        },
    ),
  },
];
