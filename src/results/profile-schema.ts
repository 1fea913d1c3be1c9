import * as z from 'zod';
import { text } from './schema-terms.ts';

/** How report.json has the profile that the checks of a run came with. */
export const PROFILE_SCHEMA = z.looseObject({
  name: text.describe('`arun`, `all` or `quick`'),
  criteria: z
    .array(
      z.looseObject({
        name: text.describe('As the profile calls it: `utility`'),
        check: text.describe('The check that answers it'),
        stages: z
          .array(text)
          .nullable()
          .describe('The stages whose gates do; null where the verdict of the check does'),
      }),
    )
    .describe('Its questions, where it has some of its own'),
  leftOut: z
    .array(z.looseObject({ name: text, reason: text }))
    .describe('Checks and questions of it that were left out'),
});
