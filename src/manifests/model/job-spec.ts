import { dig, type Fields, fields } from '../fields';
import type { PodTemplate } from './pod-template';

/** The Job specification around a pod template, with its path; empty for what is no Job. */
export function jobSpecOf(template: PodTemplate): { readonly spec: Fields; readonly path: string } {
  if (!template.job) return { spec: {}, path: '' };
  const path = template.path.split('.').slice(0, -1);
  return { spec: fields(dig(template.entry.object, ...path)), path: path.join('.') };
}
