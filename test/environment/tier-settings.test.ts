import { z } from 'zod';
import { httpProbe, podSettings, secretKey, sizing, variables } from '../../src/environment';
import { parseEnvironment } from '../../src/environment/reading';
import { ProblemsError } from '../../src/problem';
import { formsOf } from '../../src/system';

const forms = formsOf([
  {
    name: 'shop',
    schema: z.strictObject({
      web: z.strictObject({
        ...sizing('100m', '256Mi'),
        ...variables(),
        ...podSettings(),
        ...httpProbe('/health'),
        certificate: secretKey().optional(),
      }),
    }),
  },
]);

const read = (web: string) =>
  parseEnvironment(
    'local.yaml',
    `name: local
cluster:
  kubernetesVersion: '1.36'
  apiServerCidrs: [10.0.0.1/32]
  nodeCidrs: [10.0.0.0/24]
  nodes: [{ name: node, count: 1, cpu: 2, memory: 4Gi }]
exposure: { type: NodePort }
storage: { mode: static, node: node, root: /mnt/data }
secrets: { provider: manual }
systems:
  shop:
    web:${web}
`,
    forms,
  ).systems.shop;

function textOf(web: string): string {
  try {
    read(web);
  } catch (error) {
    if (error instanceof ProblemsError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

test('a tier that says nothing has its size and its probe', () => {
  expect(read(' {}')).toEqual({ web: { cpu: '100m', memory: '256Mi', probe: '/health' } });
});

test('what a file says of a tier is read', () => {
  const said = {
    cpu: '1',
    memory: '1Gi',
    cpuLimit: '2',
    env: { LOG_LEVEL: 'info', PORT: '8080', SMTP_PASSWORD: { secret: 'smtp.mail', key: 'password' } },
    pullSecrets: ['registry'],
    nodeSelector: { 'kubernetes.io/arch': 'amd64' },
    tolerations: [
      { key: 'dedicated', value: 'shop', effect: 'NoSchedule' },
      { operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 },
    ],
    probe: 'tcp',
    certificate: { secret: 'tls', key: 'tls.crt' },
  };
  expect(read(` ${JSON.stringify(said)}`)).toEqual({ web: said });
});

test('all that is wrong with it is told at once, each at its line and column', () => {
  const wrong = `
      probe: health
      env:
        PORT: 8080
        2ND: 'two'
        PASSWORD: { secret: smtp }
      pullSecrets: [registry, Registry]
      nodeSelector: { disk: a b, 'x y': z }
      tolerations:
        - { effect: NoShedule }
        - { value: gpu }
        - { key: dedicated, operator: Exists, value: shop }
        - { key: dedicated, tolerationSeconds: 60 }
      certificate: { secret: tls.Crt, key: '' }`;
  expect(textOf(wrong)).toMatchInlineSnapshot(`
"local.yaml:13:14: impossible probe 'health', allowed: a path that begins with '/', such as '/health', or 'tcp'
local.yaml:15:15: impossible value 8080 of a variable, allowed: text, in quotes where it looks like a number or a truth value, or '{ secret: NAME, key: KEY }'
local.yaml:17:19: impossible value {"secret":"smtp"} of a variable, allowed: text, in quotes where it looks like a number or a truth value, or '{ secret: NAME, key: KEY }'
local.yaml:18:31: name 'Registry' is not possible for a Secret: use at most 253 lower-case letters, digits, '-' and '.', each part beginning and ending with a letter or digit
local.yaml:19:29: label 'disk: a b': the value of a label has at most 63 letters, digits, "-", "_", ".", and begins and ends with a letter or digit
local.yaml:19:41: label 'x y: z': the key is not a qualified name
local.yaml:21:21: 'systems.shop.web.tolerations[0].effect' is 'NoShedule', allowed: 'NoSchedule', 'PreferNoSchedule', 'NoExecute'
local.yaml:22:11: a toleration without a key is for every taint, give 'operator: Exists' or a key
local.yaml:23:54: a toleration with operator Exists compares no value, leave 'value' out
local.yaml:24:48: only 'effect: NoExecute' sends pods away, give it or leave 'tolerationSeconds' out
local.yaml:25:30: name 'tls.Crt' is not possible for a Secret: use at most 253 lower-case letters, digits, '-' and '.', each part beginning and ending with a letter or digit
local.yaml:25:44: 'systems.shop.web.certificate.key' is '', allowed: at least 1 character"
`);
});

test('what looks like a number or a truth value is no path', () => {
  expect(textOf(' { probe: 80 }')).toMatchInlineSnapshot(
    `"local.yaml:12:19: 'systems.shop.web.probe' is the number 80, allowed: text; put it in quotes: '80'"`,
  );
  expect(textOf(" { probe: '/a#b' }")).toMatchInlineSnapshot(
    `"local.yaml:12:19: impossible probe '/a#b', allowed: a path that begins with '/', such as '/health', or 'tcp'"`,
  );
});
