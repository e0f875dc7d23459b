export { validateObject } from './validate';
export type { SchemaProblem } from './walk';
