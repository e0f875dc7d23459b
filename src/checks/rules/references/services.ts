import { dig, fields, list, text } from '../../../manifests/fields';
import { declaredPorts, declares, ingressBackends } from '../../../manifests/model';
import { all, containers, each, objects } from '../../builders';
import type { Rule } from '../../rule';
import { qualifiedNames, shortNames } from './service-names';

export const serviceReferenceRules: readonly Rule[] = [
  {
    id: 'ref-headless-service',
    title: 'the Service that should name the pods of a StatefulSet is missing or not headless',
    severity: 'error',
    why: 'the stable names of the pods do not resolve, and the field cannot be changed later',
    mend: 'add a Service of that name with clusterIP: None that selects the pods',
    check: each(objects('apps/StatefulSet'), function* (entry, context) {
      const name = text(entry.spec.serviceName);
      if (name === undefined || name === '') return;
      const field = 'spec.serviceName';
      const service = context.find('Service', entry.namespace, name);
      if (service === undefined && !context.exists('Service', entry.namespace, name))
        yield { field, value: `${entry.namespace}/${name}` };
      if (service === undefined || service.spec.clusterIP === 'None') return;
      // A single server is reached by the Service; several, or one that is called by its pod name, need names of their own.
      const template = context.template(entry);
      const called =
        template?.containers.some(({ env }) => env.some(({ value }) => value.includes(`.${name}.`))) === true;
      const named = template !== undefined && (template.replicas > 1 || called);
      yield {
        field,
        value: name,
        what: 'the Service of a StatefulSet is not headless',
        severity: named ? 'error' : 'info',
      };
    }),
  },
  {
    id: 'ref-ingress-service',
    title: 'an Ingress points at a Service or port that is not there',
    severity: 'error',
    why: 'every request of that path is answered with 503',
    mend: 'add the Service in the namespace of the Ingress, or correct name and port',
    check: each(objects('networking.k8s.io/Ingress'), function* (entry, context) {
      for (const { backend, path } of ingressBackends(entry)) {
        const { name, port } = fields(fields(backend).service);
        if (typeof name !== 'string') continue;
        const service = context.find('Service', entry.namespace, name);
        if (service === undefined) {
          if (!context.exists('Service', entry.namespace, name))
            yield { field: `${path}.service.name`, value: `${entry.namespace}/${name}` };
          continue;
        }
        const wanted = fields(port).name ?? fields(port).number;
        const has = list(service.spec.ports).some(
          (item) => fields(item).name === wanted || fields(item).port === wanted,
        );
        if (wanted !== undefined && !has) yield { field: `${path}.service.port`, value: `${name}:${wanted}` };
      }
    }),
  },
  {
    id: 'ref-probe-port',
    title: 'a probe asks a named port that the container does not have',
    severity: 'error',
    why: 'the probe fails for ever: the pod never gets ready, or is restarted again and again',
    mend: 'name a port of the same container, or write the number',
    check: each(containers, function* ({ path, fields: container }) {
      const names = list(container.ports).map((port) => fields(port).name);
      for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
        for (const handler of ['httpGet', 'tcpSocket']) {
          const port = dig(container, probe, handler, 'port');
          if (typeof port !== 'string' || /^\d+$/.test(port) || names.includes(port)) continue;
          yield { field: `${path}.${probe}.${handler}.port`, value: port };
        }
      }
    }),
  },
  {
    id: 'ref-service-host',
    title: 'a text names a Service that is not there',
    severity: 'error',
    why: 'the name does not resolve, and the program behind it fails when it first needs the other side',
    mend: 'correct name and namespace of the Service, or add it',
    check: all(qualifiedNames, shortNames),
  },
  {
    id: 'ref-service-port',
    title: 'a Service points at a port that its pods do not have',
    severity: 'error',
    why: 'connections are refused although the pod is healthy',
    mend: 'make targetPort the number or the name of a containerPort, and declare that port on the container',
    check: each(objects('/Service'), function* (entry, context) {
      const behind = context.behind(entry);
      if (behind.length === 0) return;
      for (const [index, item] of list(entry.spec.ports).entries()) {
        const { port, targetPort = port, protocol } = fields(item);
        if (behind.some((template) => declares(template, targetPort, text(protocol) ?? 'TCP'))) continue;
        // A number works without being declared; only a pod that declares other ports contradicts it.
        const declared = behind.flatMap((template) => declaredPorts(template));
        if (typeof targetPort === 'number' && declared.length === 0) continue;
        yield {
          field: `spec.ports[${index}].targetPort`,
          value: targetPort,
          what: `the pods behind it declare ${[...new Set(declared.map((at) => at.name || at.port))].join(', ') || 'no port'}`,
        };
      }
    }),
  },
];
