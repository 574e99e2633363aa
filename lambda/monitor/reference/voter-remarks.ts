import { minUsable } from '../../ntp/selection';
import { namesText, type Remark, remark } from '../remarks/remark';
import type { Ballot } from './ballot';
import type { Election } from './election';

/** Whose vote a voter shares, and whether the two were asked at one address. */
export interface SharedVote {
  voice: string;
  sameAddress: boolean;
}

/** For each voter that shares another one's vote: that one. */
export function sharedVotes({ votes }: Ballot): Map<string, SharedVote> {
  return new Map(
    votes.flatMap(({ voice, members }) =>
      members
        .filter((each) => each !== voice)
        .map(({ server, address }) => [
          server,
          { voice: voice.server, sameAddress: address === voice.address },
        ]),
    ),
  );
}

/** What an election shows of its voters, by name. */
export function remarksOnVoters(ballot: Ballot, { disagreements }: Election): Map<string, Remark[]> {
  const { families, upstreamOf, loops, commonUpstreams } = ballot.kinship;
  const remarks = new Map<string, Remark[]>();
  const add = (server: string, ...args: Parameters<typeof remark>) =>
    remarks.set(server, [...(remarks.get(server) ?? []), remark(...args)]);
  for (const family of families) {
    for (const server of family) {
      const upstream = upstreamOf.get(server);
      const kin = namesText(family.filter((each) => each !== server));
      add(
        server,
        'kin',
        `${upstream ? `it follows ${upstream}; ` : ''}one clock, one vote: it shares that with ${kin}`,
      );
    }
  }
  for (const loop of loops) {
    const text = `${namesText(loop)} follow each other in a circle; give one of them another source`;
    for (const server of loop) {
      add(server, 'loop', text);
    }
  }
  for (const followers of commonUpstreams) {
    for (const server of followers) {
      const others = namesText(followers.filter((each) => each !== server));
      add(
        server,
        'common-upstream',
        `it follows the same server as ${others}, which is no voter: its errors are theirs`,
      );
    }
  }
  for (const { servers, apartMs } of disagreements) {
    const text = `the intervals of ${servers.join(' and ')} are ${apartMs.toFixed(3)} ms apart: one of the two is wrong`;
    for (const server of servers) {
      add(server, 'disagreement', text);
    }
  }
  return remarks;
}

/** Why the votes decide nothing. */
export function disagreementText(ballot: Ballot, { candidates }: Election): string {
  const needed = minUsable(ballot.configured);
  const statements = candidates.map(
    ({ id, offsetMs, rootDistanceMs }) =>
      `${id} ${offsetMs < 0 ? '' : '+'}${offsetMs.toFixed(3)} +- ${rootDistanceMs.toFixed(3)} ms`,
  );
  const explanation =
    candidates.length < needed
      ? `reference time needs ${needed} of ${ballot.configured} voting servers that agree, and ${candidates.length} can vote`
      : `no majority of the ${candidates.length} usable voting servers agrees; against the function's clock: ` +
        statements.join(', ');
  const notes = [
    ...[...sharedVotes(ballot)].map(([server, { voice }]) => `${server} shares the vote of ${voice}`),
    ...(ballot.barred.length > 0 ? [`not fit to vote: ${namesText(ballot.barred)}`] : []),
  ];
  return [explanation, ...notes].join('; ');
}
