export { all, each, type Seen, type Source } from './each';
export { field } from './field';
export { containers, everything, type Item, items, objects, pods, servers } from './sources';
