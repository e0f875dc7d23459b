import type { Note } from './plan';

/** A note in one line, its place first. */
export function noteText({ where, message }: Note): string {
  return where === undefined ? message : `${where}: ${message}`;
}
