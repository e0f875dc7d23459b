import { z } from 'zod';
import { duration, imageReference, type SystemSchema, size } from '../../src/environment';
import { formsOf } from '../../src/system';

/** Two systems as packages would bring them. */
const SYSTEMS: readonly SystemSchema[] = [
  {
    name: 'platform',
    schema: z
      .strictObject({ retention: duration().prefault('12h').describe('How long metrics are kept.') })
      .describe('What every cluster needs.'),
  },
  {
    name: 'shop',
    schema: z.strictObject({
      replicas: z.int().min(1).describe('Copies of the web tier.'),
      volume: size().prefault('3Gi').describe('Volume of the database.'),
      image: imageReference().describe('Image of the database.'),
    }),
  },
];

/** What environment files may choose from where a project has these systems. */
export const FORMS = formsOf(SYSTEMS);
