export * from './applications';
export * from './helm-operator';
export * from './namespaces-application';
export * from './projects';
