/** What patterns of definitions mean; each completes the sentence "… is not …" of an error. */
export const SPOKEN_PATTERNS: Readonly<Record<string, string>> = {
  '(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$': 'a size such as 10MB',
  '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$':
    'a duration such as 30s or 1h30m',
  '^(http|https)://.+$': 'an address with http or https',
  '^(http|https|socks5)://.+$': 'an address with http, https or socks5',
  '^([aA][bB][oO][rR][tT]|[wW][aA][rR][nN])?$': 'abort or warn',
  '^.*@.*\\.iam\\.gserviceaccount\\.com$': 'the address of a Google service account',
  '^.{2,}|[^./]$': 'a folder below the root of the repository',
  '^[-._a-zA-Z0-9]+$': 'a key of letters, digits, -, _ and .',
  '^[a-z0-9-]+$': 'a region of lower case letters, digits and -',
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$': 'a DNS label (up to 63 lower case letters, digits and -)',
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$':
    'a DNS name (lower case letters, digits, - and .)',
};
