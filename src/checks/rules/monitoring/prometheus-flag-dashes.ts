import { imageName } from '../../domain/images';
import type { Rule } from '../../rule';

export const prometheusFlagDashes: Rule = {
  id: 'prometheus-flag-dashes',
  title: 'a Prometheus flag has one dash',
  severity: 'error',
  why: 'the parser takes it for a group of one-letter flags, and the server stops',
  mend: 'write two dashes',
  source: 'Prometheus docs, command line',
  *check(context) {
    const servers = context.containers.filter(({ image }) => ['prometheus', 'alertmanager'].includes(imageName(image)));
    for (const { template, path, words } of servers) {
      for (const word of words)
        if (/^-[a-z]{2}/.test(word)) yield { entry: template.entry, field: `${path}.args`, value: word };
    }
  },
};
