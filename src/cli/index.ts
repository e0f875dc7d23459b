export { main } from './main';
export { type SynthOptions, type SynthResult, synthesize } from './synth';
