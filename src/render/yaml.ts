export { stringify } from '../yaml';
