export {
  describeRequirement,
  type OwnRequirement,
  type RequiredPods,
  type Requirement,
  type WrittenRequirement,
} from './requirement';
export { type NeededRequirement, Requirements } from './requirements';
