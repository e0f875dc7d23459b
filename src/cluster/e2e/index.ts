export { type E2eOptions, runE2e } from './run';
export { trialsOf } from './trials';
