/** What is wrong with a count, or `undefined`. */
export function countProblem(name: string, value: number, least: number): string | undefined {
  if (Number.isInteger(value) && value >= least) return undefined;
  return `${name} is ${value}, give a whole number of at least ${least}`;
}
