export * from './applications';
export * from './health-rules';
export * from './projects';
