/** Shows a value in a message; never one that is secret. */
export type Show = (value: unknown) => string;

const longestValue = 60;

/** A value in a message, cut where it is long. */
export const shown: Show = (value) => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
};
