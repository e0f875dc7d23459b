const secretWord =
  /(?:^|[^a-z])(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|credentials?)(?:$|[^a-z])/;
const notSecret =
  /(?:file|path|dir|name|ref|url|uri|hash|policy|length|ttl|expir\w*|minutes|seconds|timeout|enabled|header|issuer|endpoint|type|algorithm|rotation|method|max|min|count|size|limit|version|format|mode|provider|store|backend|class|namespace|label|prefix|suffix|field|claim|scope|audience|location|mount|volume|duration|interval|encryption|plugin|auth|key_?id)$|^image_?pull_?secrets?$|^existing_?secret$/;

/** Splits `dbPassword`, `DB_PASSWORD`, `db.password` into words. */
function words(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/api_key/g, 'apikey')
    .replace(/access_key/g, 'accesskey')
    .replace(/private_key/g, 'privatekey')
    .replace(/pass_word/g, 'password');
}

/** Whether a setting of this name holds a secret: `POSTGRES_PASSWORD`, `apiKey`, but not `PASSWORD_FILE` or `tokenTtl`. */
export function namesSecret(name: string): boolean {
  const plain = words(name);
  return (secretWord.test(plain) || /(?:^|_)pass$/.test(plain)) && !notSecret.test(plain);
}

/** Whether a value may stand in the clear: empty, a placeholder filled later, a path, or a yes/no. */
export function isHarmless(value: string): boolean {
  const text = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  return (
    text === '' ||
    /\$\(|\$\{|\{\{|<[\w-]+>|^%\(|\$__file|\$[A-Z_]+/.test(text) ||
    /^(?:\/|\.\/|file:)/.test(text) ||
    /^(?:true|false|yes|no|none|null|on|off|\d{1,3}|\*+)$/i.test(text) ||
    // How documentation writes it: amqp://USER:PASSWORD@HOST.
    /^(?:PASSWORD|PASS|SECRET|TOKEN)$/.test(text)
  );
}

/** A URL with a password in the clear, the password left out of what is shown. */
export function urlWithPassword(text: string): string | undefined {
  for (const [, scheme = '', user = '', password = '', host = ''] of text.matchAll(
    /\b([a-z][a-z0-9+.-]{0,20}):\/\/([^\s/@:"'<>]{0,200}):([^\s/@"'<>]{1,500})@([^\s/"'<>]{1,300})/gi,
  )) {
    if (!isHarmless(password)) return `${scheme}://${user}:***@${host}`;
  }
  return undefined;
}

/** Whether a text holds a private key in PEM form. */
export function holdsPrivateKey(text: string): boolean {
  return /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{8}/.test(text);
}

/** Lines `password = value` of a configuration text that give a secret in the clear, by the name of the setting. */
export function secretSettings(text: string): readonly string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    if (line.length > 400) continue;
    const match = /^\s*(?:export\s+|-\s+)?["']?([A-Za-z][\w.-]*)["']?\s*(?::|=|\s)\s*(\S.*?)\s*,?\s*$/.exec(line);
    if (match === null || line.trimStart().startsWith('#')) continue;
    const [, name = '', raw = ''] = match;
    const value = raw.replace(/\s+#.*$/, '');
    if (/\s/.test(value.replace(/^(["']).*\1$/, ''))) continue;
    const redis = /^(?:requirepass|masterauth)$/.test(name);
    if ((redis || (namesSecret(name) && /[:=]/.test(line))) && !isHarmless(value)) found.push(name);
  }
  return found;
}
