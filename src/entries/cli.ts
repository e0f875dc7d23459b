export { main } from '../cli/main';
export type { Project } from '../project';
