import { MIN_VOTERS } from '../../../lambda/monitor/defaults';
import type { Problem } from '../config-error';
import type { Draft } from '../draft';

export function enoughVote({ reference, servers, mayBeMore }: Draft): Problem[] {
  const voters = servers.filter((server) => server?.role !== 'target').length;
  return reference !== 'consensus' || voters >= MIN_VOTERS || mayBeMore
    ? []
    : [
        {
          path: 'servers',
          found: `a list with ${voters} voting ${voters === 1 ? 'server' : 'servers'}`,
          expected:
            `at least ${MIN_VOTERS} with "role": "reference", the fewest that can outvote a wrong one; ` +
            'add voters, or set "reference": "clock" to judge by the function\'s own clock',
        },
      ];
}

export function votersSmearAlike({ reference, servers }: Draft): Problem[] {
  const voters = servers.flatMap((server, i) => (server?.role === 'reference' ? [{ server, i }] : []));
  const smeared = voters.filter(({ server }) => server.smeared);
  return reference !== 'consensus' || smeared.length === voters.length
    ? []
    : smeared.map(({ i }) => ({
        path: `servers[${i}].smeared`,
        found: 'true for a voter beside voters that do not smear',
        expected:
          'voters of one kind, for around a leap second the two are up to a second apart; ' +
          'give this server "role": "target"',
      }));
}
