import { z } from 'zod';
import type { EnvironmentForms } from './forms';
import { environmentSchema } from './model';

/**
 * The JSON schema (draft 7) of an environment file as it is written, with defaults and descriptions, for editors.
 * Rules between fields and the finer rules of values are checked at reading only.
 */
export function environmentJsonSchema(forms: EnvironmentForms): object {
  const { $schema, ...schema } = z.toJSONSchema(environmentSchema(forms), { io: 'input', target: 'draft-7' });
  return { $schema, title: 'Environment', description: 'A deployment target of cdk8s-tiers.', ...schema };
}

/** The JSON schema as the text of a file, such as `environments/schema.json`. */
export function environmentSchemaText(forms: EnvironmentForms): string {
  return `${JSON.stringify(environmentJsonSchema(forms), null, 2)}\n`;
}
