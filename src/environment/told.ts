/** The one form of an error's text: what is wrong, then what is allowed. */
export function told(wrong: string, allowed: string): string {
  return `${wrong}, allowed: ${allowed}`;
}
