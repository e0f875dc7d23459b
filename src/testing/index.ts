export * from './environment';
export * from './folder-difference';
export * from './standalone';
export * from './synth-into';
export * from './to-match-folder';
