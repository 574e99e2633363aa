import { intervalPicture } from '../../picture/interval-picture';
import { intervalPictureText } from '../../terminal/interval-text';
import { INDENT, painter, type Terminal } from '../../terminal/plain-table';
import type { MonitorStatus } from './monitor-status';

/** Which alarms are on, and each server's last runs with its newest offset. */
export function statusText(status: MonitorStatus, terminal: Terminal): string {
  const paint = painter(terminal);
  const time = `${status.time.slice(0, 16).replace('T', ' ')} UTC`;
  const known = status.servers.filter(({ verdict }) => verdict !== null);
  const silent = status.servers.filter(({ verdict }) => verdict === null).map(({ server }) => server);
  return [
    `${paint('bold', status.monitor)}, ${time}. ${alarmsText(status, paint)}`,
    ...status.alarms.map((name) => `${INDENT}${paint('red', name)}`),
    ...(known.length > 0 ? [pictureText(status, terminal)] : []),
    ...(silent.length > 0 ? [`Nothing was published of ${silent.join(', ')}.`] : []),
    ...(status.servers.length === 0 ? ['A fleet has no metrics of single servers: see its dashboard.'] : []),
  ].join('\n');
}

function alarmsText({ alarms, alarmStates }: MonitorStatus, paint: ReturnType<typeof painter>): string {
  const all = Object.values(alarmStates).reduce((sum, count) => sum + count, 0);
  if (all === 0) {
    return paint('red', 'It has no alarms here: is it deployed in this region and account?');
  }
  return alarms.length === 0
    ? paint('green', `None of its ${all} alarms is on.`)
    : paint('red', `${alarms.length} of its ${all} alarms ${alarms.length === 1 ? 'is' : 'are'} on:`);
}

function pictureText({ servers }: MonitorStatus, terminal: Terminal): string {
  const known = servers.flatMap(({ history, verdict, ...rest }) =>
    verdict === null ? [] : [{ ...rest, verdict, clockOffsetMs: null, rootDistanceMs: null }],
  );
  const reference = {
    source: 'consensus' as const,
    // Where no server has an offset, there is nothing to draw it against.
    ...{ known: true, clockOffsetMs: null, boundMs: null, truechimers: [], falsetickers: [] },
  };
  const histories = new Map(servers.map(({ server, history }) => [server, history]));
  return intervalPictureText(intervalPicture({ reference, servers: known }, histories), terminal);
}
