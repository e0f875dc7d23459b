import { z } from 'zod';
import { cidr } from '../environment';
import { isEverybody, type RouteAccess } from './access';

/** Settings that say who may come in. @param what the entrance, for the documentation */
export function accessSettings(what: string) {
  return {
    access: z
      .strictObject({
        networks: z
          .array(cidr())
          .min(1)
          .optional()
          .describe('Networks that get through, nobody else. Default: every network.'),
        guardedBy: z.string().min(1).optional().describe('What else keeps strangers out, in words. Default: nothing.'),
        open: z.string().min(1).optional().describe('Why everybody may come in, in words. Default: not everybody may.'),
      })
      .superRefine((access, context) => {
        for (const message of accessProblems(access)) context.addIssue({ code: 'custom', message });
      })
      .optional()
      .describe(
        `Who may come in ${what}. Default: nobody has said so, an error of the checks but on a developer's machine.`,
      ),
  };
}

/** Settings of one route: who may come in, and what its product is told. */
export function routeSettings() {
  return {
    ...accessSettings('from outside the cluster'),
    annotations: z
      .record(z.string().min(1), z.string())
      .optional()
      .describe("Annotations of its Ingress, HTTPRoute or balanced Service, over the environment's. Default: none."),
  };
}

/** All that is wrong with it; lower case, with the mend. */
export function accessProblems({ networks, guardedBy, open }: RouteAccess): string[] {
  const given = Object.entries({ networks, guardedBy, open }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return ['`access` is empty, give `networks`, `guardedBy`, or `open` with the reason'];
  const others = given.map(([key]) => `\`${key}\``).filter((key) => key !== '`open`');
  const wrong = (networks ?? []).flatMap((network) => cidr().safeParse(network).error?.issues[0]?.message ?? []);
  if (networks?.length === 0)
    wrong.push('`access.networks` is empty and would let nobody in, name one or leave it out');
  if (networks && isEverybody(networks)) {
    wrong.push('`access.networks` holds every address, say by `open` why everybody may come in');
  }
  if (open !== undefined && others.length > 0) {
    wrong.push(`\`access\` has \`open\` beside ${others.join(' and ')}, leave one of the two out`);
  }
  for (const [key, text] of Object.entries({ guardedBy, open })) {
    if (text?.trim() === '') wrong.push(`\`access.${key}\` says nothing, say it in words`);
  }
  return wrong;
}
