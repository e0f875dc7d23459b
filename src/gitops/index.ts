export * from './applications';
export * from './projects';
