import { z } from 'zod';
import { environmentSchema, type SystemSchema } from './model';

/**
 * The JSON schema (draft 7) of an environment file as it is written, with defaults and descriptions, for editors.
 * Rules between fields and the finer rules of values are checked at reading only.
 */
export function environmentJsonSchema(systems: readonly SystemSchema[]): object {
  const { $schema, ...schema } = z.toJSONSchema(environmentSchema(systems), { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Environment', description: 'A deployment target of cdk8s-tiers.', ...schema };
}

/** The JSON schema as the text of a file, such as `environments/schema.json`. */
export function environmentSchemaText(systems: readonly SystemSchema[]): string {
  return `${JSON.stringify(environmentJsonSchema(systems), null, 2)}\n`;
}
