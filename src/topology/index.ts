export * from './address-block';
export * from './flow';
export * from './mermaid';
export * from './peer';
export * from './policies';
export * from './topology';
export * from './waves';
