export type { SchemaProblem } from './errors';
export { validateObject } from './validate';
