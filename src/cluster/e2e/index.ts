export { type E2eOptions, runE2e } from './run';
export { type Trial, trialsOf } from './trials';
