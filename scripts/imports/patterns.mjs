// Rules of names, ports, counts and the like that many fields share. Source: Kubernetes documentation, "Object Names and IDs" and the
// API reference; each description completes the sentence "… is not …" of an error.
export const pattern = (regex, description, more = {}) => ({ type: 'string', pattern: regex, description, ...more });
export const values = (...list) => ({ enum: list });
export const between = (minimum, maximum) => ({ minimum, maximum });
export const notNegative = { minimum: 0 };
export const positive = { minimum: 1 };
export const oneOf = (...fields) => ({ exactlyOne: fields });
export const atMostOne = (...fields) => ({ atMostOne: fields });

const QUALIFIED = '^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$';
export const KEY = { pattern: QUALIFIED, description: 'a name like app or example.com/app' };
export const LABELS = {
  type: 'object',
  propertyNames: KEY,
  additionalProperties: pattern(
    '^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$',
    'a label value (up to 63 letters, digits, -, _ and .)',
  ),
};
export const ANNOTATIONS = { type: 'object', propertyNames: KEY, additionalProperties: { type: 'string' } };
export const DATA_KEY = { pattern: '^[-._a-zA-Z0-9]{1,253}$', description: 'a key of letters, digits, -, _ and .' };
const DIGIT = '[A-Za-z0-9+/][\\r\\n]*';
const BASE64 = `^[\\r\\n]*((${DIGIT}){4})*((${DIGIT}){2}=[\\r\\n]*=|(${DIGIT}){3}=)?[\\r\\n]*$`; // lines may be broken
export const base64 = pattern(BASE64, 'base64');

export const subdomain = pattern(
  '^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  'a DNS name (lower case letters, digits, - and .)',
);
/** For references that may be written empty, which is the same as left out. */
export const subdomainOrEmpty = pattern(`^$|${subdomain.pattern}`, subdomain.description);
export const label = pattern(
  '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  'a DNS label (up to 63 lower case letters, digits and -)',
);
export const service = pattern(
  '^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$',
  'a DNS label that starts with a letter (up to 63 lower case letters, digits and -)',
);
export const cronjob = pattern(
  '^(?=.{1,52}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  'a DNS name of at most 52 characters',
);
export const segment = pattern('^(?!\\.{1,2}$)[^/%]{1,253}$', 'a name without / and %');
/** Rules of object names, by the `name` of kinds.mjs; a subdomain where it gives none. */
export const names = { subdomain, label, service, cronjob, segment };

export const port = between(1, 65535);
export const portOrUnset = between(0, 65535);
const PORT_NAME = '^(?=.{1,15}$)(?=[-0-9]*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
export const portName = pattern(
  PORT_NAME,
  'a port name (up to 15 lower case letters, digits and -, at least one letter)',
);
export const portOrName = {
  type: ['integer', 'string'],
  ...port,
  pattern: PORT_NAME,
  description: 'a port from 1 to 65535 or the name of one',
};
export const countOrPercent = {
  type: ['integer', 'string'],
  minimum: 0,
  pattern: '^[0-9]+%$',
  description: 'a count or a percentage such as 25%',
};
export const mode = { ...between(0, 0o777), description: 'a file mode from 0 to 511 (octal 0777, written in decimal)' };
export const id = between(0, 2147483647);
export const cidr = pattern(
  '^([0-9]{1,3}(\\.[0-9]{1,3}){3}/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/[0-9]{1,3})$',
  'a range such as 10.0.0.0/8',
);
export const envName = pattern('^[ -<>-~]+$', 'an environment variable name (printable ASCII without =)');
export const mountPath = pattern('^[^:]+$', 'a path without :');
export const relativePath = pattern('^(?!/)(?!(.*/)?\\.\\.(/|$)).*$', 'a relative path without ..');
export const nonEmpty = { minLength: 1 };
