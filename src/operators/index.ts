export { builtInOperators } from './built-in';
export type { InstalledKinds, OperatorDefinition } from './operator-definition';
