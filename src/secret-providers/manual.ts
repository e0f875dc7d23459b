import { z } from 'zod';
import { defineSecretProvider } from './secret-provider';

/** Nothing is emitted: the command `secrets create` makes what the index lists. */
export const manual = defineSecretProvider({
  name: 'manual',
  title: 'Secrets are made in the cluster by the command `secrets create`.',
  schema: z.strictObject({}),
  create: () => ({ supply: 'create', createObjects: () => undefined }),
});
