import { z } from 'zod';
import { parseEnvironment } from '../../src/environment/reading';
import { ProblemsError } from '../../src/problem';
import { formsOf } from '../../src/system';
import { FORMS } from './sample-systems';

const RIGHT = `name: local
cluster:
  kubernetesVersion: '1.36'
  apiServerCidrs: [10.0.0.1/32]
  nodeCidrs: [10.0.0.0/24]
  nodes:
    - { name: node, count: 1, cpu: 2, memory: 4Gi }
gitops:
  repository: https://git.example.org/clusters.git
exposure:
  type: NodePort
storage:
  mode: static
  node: node
  root: /mnt/data
secrets:
  provider: manual
systems:
  shop:
    replicas: 1
    image: postgres:17.11
`;

function textOf(text: string): string {
  try {
    parseEnvironment('local.yaml', text, FORMS);
  } catch (error) {
    if (error instanceof ProblemsError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

/** The right file with one place changed. */
function changed(from: string, to: string): string {
  expect(RIGHT).toContain(from);
  return RIGHT.replace(from, to);
}

test('the file that the other tests change is right', () => {
  expect(textOf(RIGHT)).toBe('nothing was thrown');
});

test('anchors and aliases are read', () => {
  const { cluster } = parseEnvironment(
    'local.yaml',
    changed('[10.0.0.1/32]', '&net [10.0.0.0/24]').replace('nodeCidrs: [10.0.0.0/24]', 'nodeCidrs: *net'),
    FORMS,
  );
  expect(cluster.nodeCidrs).toEqual(['10.0.0.0/24']);
});

test('a problem in an alias is told where the value is written', () => {
  const text = changed('[10.0.0.1/32]', '&net [10.0.0.0/33]').replace('nodeCidrs: [10.0.0.0/24]', 'nodeCidrs: *net');
  const message =
    "impossible network '10.0.0.0/33', allowed: an IPv4 or IPv6 network in CIDR notation, such as '10.0.0.0/8' or '192.0.2.7/32'";
  expect(textOf(text)).toBe(`local.yaml:4:25: ${message}\nlocal.yaml:4:25: ${message}`);
});

const BOMB = `a: &a [x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
`;

test.each([
  [
    'broken YAML',
    'name: [local',
    'local.yaml:1:13: broken YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['a tab', 'name: local\ncluster:\n\tdomain: x\n', 'local.yaml:3:1: broken YAML: tabs are not allowed as indentation'],
  [
    'a repeated key',
    'name: a\nname: b\nname: c\n',
    "local.yaml:2:1: the key 'name' stands twice in this mapping, keep one of them\nlocal.yaml:3:1: the key 'name' stands twice in this mapping, keep one of them",
  ],
  [
    'two documents',
    'name: a\n---\nname: b\n',
    "local.yaml:2:1: a second document begins here, the file holds one: take the line '---' out",
  ],
  [
    'a merge key',
    'a: &a { b: 1 }\n<<: *a\n',
    "local.yaml:2:1: merge keys ('<<') are not part of YAML 1.2, write the keys out or use an alias for the whole value",
  ],
  ['an empty key', 'null: 1\n', 'local.yaml:1:1: a key must be plain text'],
  [
    'a key repeated as number and text',
    "1: a\n'1': b\n",
    "local.yaml:2:1: the key '1' stands twice in this mapping, keep one of them",
  ],
  ['a list as key', '[a]: 1\n', 'local.yaml:1:1: a key must be plain text'],
  ['an alias without anchor', 'name: *none\n', "local.yaml:1:7: the alias '*none' has no anchor '&none' before it"],
  ['an alias in its own anchor', 'name: &x [*x]\n', "local.yaml:1:11: the alias '*x' stands inside of its own anchor"],
  ['an unknown tag', 'name: !secret x\n', "local.yaml:1:15: unknown tag '!secret', take it out"],
  ['an alias bomb', BOMB, 'local.yaml: the aliases repeat too much, allowed: at most 100 repeated values'],
  [
    'values nested too deeply',
    '['.repeat(20_000),
    expect.stringMatching(/^local\.yaml:1:\d+: values are nested too deeply$/),
  ],
  ['a list', '- a\n', 'local.yaml:1:1: the file is a list, allowed: a mapping'],
  ['plain text', 'local\n', "local.yaml:1:1: the file is 'local', allowed: a mapping"],
])('%s is told with its place', (_, text, message) => {
  expect(textOf(text)).toEqual(message);
});

test('what fits no form of several is told with each of them, once', () => {
  const forms = z.union([
    z.string().regex(/^a/),
    z.string().regex(/^b/),
    z.number(),
    z.strictObject({ a: z.string() }),
  ]);
  const schema = z.strictObject({ size: forms });
  const shop = (value: string) => {
    try {
      parseEnvironment(
        'local.yaml',
        RIGHT.slice(0, RIGHT.indexOf('  shop:')).concat(`  shop: { size: ${value} }\n`),
        formsOf([{ name: 'shop', schema }]),
      );
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(shop('b1')).toBe('');
  expect(shop('x')).toBe(
    "local.yaml:19:17: 'systems.shop.size' is 'x', allowed: another form or a number or a mapping",
  );
  expect(shop('{ b: 1 }')).toBe(
    "local.yaml:19:17: 'systems.shop.size' is a mapping, allowed: text or a number or another form",
  );
});

const TOP =
  'argocd, cluster, description, domain, exposure, external, gitops, name, operators, secrets, storage, systems';
const CLUSTER =
  'apiServer, apiServerCidrs, apiServerPort, dns, domain, flavour, kubernetesVersion, networkPlugin, nodeCidrs, nodes, outside';

test.each([
  ['an unknown key at the top', 'gitops:', 'zone: x\ngitops:', `local.yaml:8:1: unknown key 'zone', allowed: ${TOP}`],
  [
    'a misspelled key',
    'cluster:\n',
    'cluster:\n  flavor: openshift\n',
    `local.yaml:3:3: unknown key 'flavor', did you mean 'flavour'? allowed: ${CLUSTER}`,
  ],
  [
    'a misspelled key in a list',
    'memory: 4Gi }',
    'memory: 4Gi, conut: 2 }',
    "local.yaml:7:52: unknown key 'conut', did you mean 'count'? allowed: count, cpu, memory, name",
  ],
  [
    'a misspelled key of a system',
    '    replicas: 1',
    '    replicas: 1\n    replica: 1',
    "local.yaml:21:5: unknown key 'replica', did you mean 'replicas'? allowed: image, replicas, volume",
  ],
  [
    'an impossible purpose of storage',
    '  mode: static\n  node: node\n  root: /mnt/data',
    '  mode: dynamic\n  classes: { default: standard, Fast_Disk: fast }',
    "local.yaml:14:44: impossible purpose 'Fast_Disk', allowed: a name of lower-case letters, digits and hyphens",
  ],
  [
    'an impossible class of a purpose',
    '  mode: static\n  node: node\n  root: /mnt/data',
    '  mode: dynamic\n  classes: { default: standard, search: Fast }',
    "local.yaml:14:41: impossible host name 'Fast', allowed: lower-case DNS labels joined by dots, at most 253 characters, such as 'shop.example.org'",
  ],
  [
    'an Ingress that does not say where its certificate comes from',
    '  type: NodePort',
    '  type: Ingress\n  class: nginx\ndomain: a.example.com',
    'local.yaml:11:3: nothing says where the certificate comes from, give one of tlsIssuer, tlsSecret, tls: controller, tls: none',
  ],
  [
    'an Ingress that says it twice',
    '  type: NodePort',
    '  type: Ingress\n  class: nginx\n  tls: none\n  tlsIssuer: a\ndomain: a.example.com',
    'local.yaml:11:3: tlsIssuer and tls both say where the certificate comes from, give one of tlsIssuer, tlsSecret, tls: controller, tls: none',
  ],
  [
    'an account of an issuer that nobody names',
    '  type: NodePort',
    '  type: Ingress\n  class: nginx\n  tls: none\n  acme: { email: ops@example.com }\ndomain: a.example.com',
    "local.yaml:14:9: an account is that of an issuer, name it in 'tlsIssuer'",
  ],
  [
    'a mail address of an issuer that nobody reads',
    '  type: NodePort',
    '  type: Ingress\n  class: nginx\n  tlsIssuer: acme\n  acme: { email: ops }\ndomain: a.example.com',
    "local.yaml:14:18: impossible mail address 'ops', allowed: one that people read, such as 'ops@example.com'",
  ],
  [
    'an impossible port of a load balancer',
    '  type: NodePort',
    '  type: LoadBalancer\n  port: 70000',
    'local.yaml:12:9: impossible port 70000, allowed: a whole number from 1 to 65535',
  ],
  [
    'an impossible network of a load balancer',
    '  type: NodePort',
    '  type: LoadBalancer\n  sourceRanges: [192.0.2.1/24]',
    "local.yaml:12:18: network '192.0.2.1/24' has bits set behind its prefix, allowed: an address that ends in zeros behind the prefix; for one host write '192.0.2.1/32'",
  ],
  [
    'a Gateway without a namespace',
    '  type: NodePort',
    '  type: Gateway\n  gateway: public\ndomain: a.example.com',
    "local.yaml:11:3: 'exposure' lacks the key 'gatewayNamespace', allowed: text",
  ],
  [
    'a misspelled operator',
    'systems:',
    'operators: { kedda: {} }\nsystems:',
    "local.yaml:18:14: unknown key 'kedda', did you mean 'keda'? allowed: certManager, externalSecrets, keda, sealedSecrets",
  ],
  [
    'an impossible setting of an operator',
    'systems:',
    'operators: { keda: { install: sometimes } }\nsystems:',
    "local.yaml:18:31: 'operators.keda.install' is 'sometimes', allowed: true or false",
  ],
  [
    'a key of another variant',
    '  root: /mnt/data',
    '  root: /mnt/data\n  classes: {}',
    "local.yaml:16:3: unknown key 'classes', did you mean 'class'? allowed: class, mode, node, root",
  ],
  [
    'an unknown system',
    '  shop:',
    '  shp: {}\n  shop:',
    "local.yaml:19:3: unknown system 'shp', did you mean 'shop'? allowed: platform, shop",
  ],
  [
    'a missing section',
    'secrets:\n  provider: manual\n',
    '',
    "local.yaml:1:1: the file lacks the key 'secrets', allowed: a mapping",
  ],
  [
    'a missing key',
    "  kubernetesVersion: '1.36'\n",
    '',
    "local.yaml:3:3: 'cluster' lacks the key 'kubernetesVersion', allowed: '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'",
  ],
  [
    'a missing key in a list',
    'count: 1, ',
    '',
    "local.yaml:7:7: 'cluster.nodes[0]' lacks the key 'count', allowed: a whole number",
  ],
  [
    'a missing discriminator',
    '  type: NodePort',
    '  class: nginx',
    "local.yaml:11:3: 'exposure' lacks the key 'type', allowed: 'NodePort', 'Ingress', 'LoadBalancer', 'Gateway'",
  ],
  [
    'a missing quantity',
    ', memory: 4Gi',
    '',
    "local.yaml:7:7: 'cluster.nodes[0]' lacks the key 'memory', allowed: text",
  ],
  [
    'an unquoted version',
    "'1.36'",
    '1.30',
    "local.yaml:3:22: 'cluster.kubernetesVersion' is the number 1.30, allowed: '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'",
  ],
  [
    'an unquoted version in range',
    "'1.36'",
    '1.36',
    "local.yaml:3:22: 'cluster.kubernetesVersion' is the number 1.36, allowed: '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'; put it in quotes: '1.36'",
  ],
  [
    'a version out of range',
    "'1.36'",
    "'1.20'",
    "local.yaml:3:22: 'cluster.kubernetesVersion' is '1.20', allowed: '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'",
  ],
  [
    'text for a number',
    'count: 1',
    'count: three',
    "local.yaml:7:28: 'cluster.nodes[0].count' is 'three', allowed: a whole number",
  ],
  [
    'a number that is not whole',
    'count: 1',
    'count: 1.5',
    "local.yaml:7:28: 'cluster.nodes[0].count' is the number 1.5, allowed: a whole number",
  ],
  [
    'a number that is too small',
    'count: 1',
    'count: 0',
    "local.yaml:7:28: 'cluster.nodes[0].count' is the number 0, allowed: at least 1",
  ],
  [
    'a number for text',
    'node: node\n',
    'node: 7\n',
    "local.yaml:14:9: 'storage.node' is the number 7, allowed: text; put it in quotes: '7'",
  ],
  ['an empty section', '  type: NodePort', '', "local.yaml:10:10: 'exposure' is empty, allowed: a mapping"],
  [
    'an empty list',
    '[10.0.0.0/24]',
    '[]',
    "local.yaml:5:14: 'cluster.nodeCidrs' is an empty list, allowed: at least 1 entry",
  ],
  [
    'an unknown variant',
    'NodePort',
    'Balancer',
    "local.yaml:11:9: 'exposure.type' is 'Balancer', allowed: 'NodePort', 'Ingress', 'LoadBalancer', 'Gateway'",
  ],
  [
    'a list for a quantity',
    'cpu: 2',
    'cpu: [2]',
    "local.yaml:7:36: 'cluster.nodes[0].cpu' is a list, allowed: text or a number",
  ],
  [
    'an impossible quantity',
    'memory: 4Gi',
    'memory: 5 GB',
    "local.yaml:7:47: impossible quantity '5 GB', allowed: a whole number and a unit out of Ki, Mi, Gi, Ti (or k, M, G, T), such as '512Mi' or '2Gi'",
  ],
  [
    'a negative quantity',
    'cpu: 2',
    'cpu: -1',
    "local.yaml:7:36: impossible quantity -1, allowed: cores or thousandths of a core, more than 0, such as '500m', '2' or '0.5'",
  ],
  [
    'an impossible size of a system',
    'replicas: 1',
    "replicas: 1\n    volume: '0'",
    "local.yaml:21:13: impossible size '0', allowed: a whole number and a unit out of Mi, Gi, Ti, such as '500Mi' or '3Gi'",
  ],
  [
    'two pools of one name',
    'gitops:',
    '    - { name: node, count: 1, cpu: 2, memory: 4Gi }\ngitops:',
    'local.yaml:7:5: two pools of one name, give each pool a name of its own',
  ],
  [
    'another name than the file',
    'name: local',
    'name: production',
    "local.yaml:1:7: the environment is named 'production' and its file 'local.yaml', make both the same",
  ],
  [
    'a password in the repository',
    'https://git',
    'https://me:hunter2@git',
    "local.yaml:9:15: credentials in the URL 'https://***@git.example.org/clusters.git', take them out and give them to Argo CD as a repository Secret",
  ],
  [
    'a user in the repository',
    'https://git',
    'https://token@git',
    "local.yaml:9:15: credentials in the URL 'https://***@git.example.org/clusters.git', take them out and give them to Argo CD as a repository Secret",
  ],
  [
    'a password for ssh',
    'https://git',
    'ssh://git:hunter2@git',
    "local.yaml:9:15: credentials in the URL 'ssh://***@git.example.org/clusters.git', take them out and give them to Argo CD as a repository Secret",
  ],
  [
    'a repository over plain http',
    'https://git',
    'http://git',
    "local.yaml:9:15: impossible repository 'http://git.example.org/clusters.git', allowed: 'https://host/path', 'ssh://git@host/path' or 'git@host:path', without a password",
  ],
  [
    'a token behind the repository',
    'clusters.git',
    'clusters.git?token=hunter2',
    "local.yaml:9:15: impossible repository 'https://git.example.org/clusters.git?***', allowed: 'https://host/path', 'ssh://git@host/path' or 'git@host:path', without a password",
  ],
  [
    'a folder that leaves the repository',
    'gitops:',
    'gitops:\n  path: ../x',
    "local.yaml:9:9: impossible folder '../x', allowed: a relative path without '.' and '..', such as 'clusters/production'",
  ],
  [
    'an impossible revision',
    'gitops:',
    'gitops:\n  revision: --force',
    "local.yaml:9:13: impossible revision '--force', allowed: a branch, tag or commit, such as 'main'",
  ],
  [
    'a health rule that returns nothing',
    'gitops:',
    'argocd:\n  health: { networking.k8s.io/Ingress: builtin }\ngitops:',
    "local.yaml:9:40: impossible health rule 'builtin', allowed: a Lua script that returns a health, or 'built-in'",
  ],
  [
    'a health rule for no kind',
    'gitops:',
    'argocd:\n  health: { ingress: built-in }\ngitops:',
    "local.yaml:9:22: impossible kind 'ingress', allowed: group and kind, such as 'networking.k8s.io/Ingress' or 'Service'",
  ],
  [
    "a health rule without Argo CD's settings",
    'gitops:',
    'argocd:\n  manageSettings: false\n  health: { Service: built-in }\ngitops:',
    "local.yaml:10:11: health rules are written with Argo CD's settings only, take them out or set 'argocd.manageSettings: true'",
  ],
  [
    'a relative root',
    '/mnt/data',
    'mnt',
    "local.yaml:15:9: impossible folder 'mnt', allowed: an absolute path without '..' and a final slash, such as '/mnt/data'",
  ],
  [
    'a password in the API server',
    'cluster:\n',
    'cluster:\n  apiServer: https://me:hunter2@x\n',
    "local.yaml:3:14: credentials in the URL 'https://***@x', take them out",
  ],
  [
    'an API server over plain http',
    'cluster:\n',
    'cluster:\n  apiServer: http://x\n',
    "local.yaml:3:14: impossible URL 'http://x', allowed: 'https://host[:port]'",
  ],
  [
    'an Ingress without domain',
    'type: NodePort',
    'type: Ingress\n  class: nginx\n  tlsIssuer: acme',
    "local.yaml:11:9: exposure by Ingress needs the public DNS domain, add the key 'domain' at the top of the file or use NodePort",
  ],
])('%s is told with its place', (_, from, to, message) => {
  expect(textOf(changed(from, to))).toBe(message);
});

test('problems between fields are told together with problems in fields', () => {
  const text = changed('type: NodePort', 'type: Ingress').replace('name: local', 'name: other');
  expect(textOf(text).split('\n')).toEqual([
    "local.yaml:11:3: 'exposure' lacks the key 'class', allowed: text",
    "local.yaml:11:9: exposure by Ingress needs the public DNS domain, add the key 'domain' at the top of the file or use NodePort",
    "local.yaml:1:7: the environment is named 'other' and its file 'local.yaml', make both the same",
  ]);
});

test.each([
  ['openshift', 'openshift'],
  ['microshift', 'microshift'],
  ['kubernetes', 'kube-dns'],
])('on %s pods ask %s for names', (flavour, dns) => {
  const text = changed('cluster:\n', `cluster:\n  flavour: ${flavour}\n`);
  expect(parseEnvironment('local.yaml', text, FORMS).cluster.dns).toBe(dns);
});
