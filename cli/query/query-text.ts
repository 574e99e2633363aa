import { type RunResult, summarise } from '../../lambda/monitor/reading';
import { paragraph, type Terminal } from '../../terminal/plain-table';
import { readingsText } from '../../terminal/readings-text';
import { consensusAnswer, singleAnswer } from './clock-sentence';
import { packetText } from './packet-text';

export interface QueryTextOptions {
  terminal: Terminal;
  durationMs: number;
  /** Whether every field of every packet is shown. */
  verbose: boolean;
}

/** A query's result for people: the answer first, then the picture of several, then every field if asked for. */
export function queryText(result: RunResult, { terminal, durationMs, verbose }: QueryTextOptions): string {
  const { servers } = result;
  const answer =
    servers.length === 1
      ? [paragraph(singleAnswer(servers[0]!), terminal)]
      : [
          paragraph(consensusAnswer(result), terminal),
          readingsText(summarise(result), terminal, { title: 'query', durationMs, verbose }),
        ];
  const shown = servers.filter(({ packet }) => verbose || (servers.length === 1 && packet));
  return [...answer, ...shown.map((reading) => packetText(reading, terminal))].join('\n');
}
