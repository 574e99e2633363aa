import type { Verdict } from '../lambda/monitor/reading';
import { namesText } from '../lambda/monitor/remarks/remark';
import type { IntervalPicture, PictureRow } from './interval-picture';
import { intervalText, limitText } from './ms-text';

/** How bad a run is, for colours and icons. */
export type HeadlineLevel = 'well' | 'doubtful' | 'bad';

export interface Headline {
  level: HeadlineLevel;
  text: string;
}

/** The answer in one sentence: who is wrong and by how much, or how many are well. */
export function headline(picture: IntervalPicture): Headline {
  const { rows } = picture;
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const usable = rows.length - count('unusable');
  if (usable === 0) {
    return { level: 'bad', text: `0 of ${rows.length} servers usable: nothing is known of any clock.` };
  }
  if (picture.camps.length > 0) {
    return {
      level: 'bad',
      text: `Reference time is lost: ${campsText(picture.camps)}. Offsets are against ${picture.against}.`,
    };
  }
  const outside = rows.filter((row) => row.verdict === 'outside');
  const rest = [
    ...(outside.length > 1 ? [`${outside.length - 1} more outside`] : []),
    ...counted(count('unusable'), 'unusable'),
    ...counted(count('uncertain'), 'uncertain'),
    `${count('within')} of ${rows.length} within`,
  ].join(', ');
  if (outside.length > 0) {
    return { level: 'bad', text: `${wrongText(outside[0]!)}; ${rest}.` };
  }
  const level = count('unusable') > 0 ? 'bad' : count('uncertain') > 0 ? 'doubtful' : 'well';
  return { level, text: `${rest[0]!.toUpperCase()}${rest.slice(1)}.` };
}

function wrongText({ server, offsetMs, uncertaintyMs, limitMs }: PictureRow): string {
  const size = intervalText(Math.abs(offsetMs ?? 0), uncertaintyMs ?? 0).replace('+', '');
  return `${server} is ${(offsetMs ?? 0) < 0 ? 'behind' : 'ahead'} by ${size}, proven outside ${limitText(limitMs)}`;
}

/** A sentence holds so many camps. */
const MAX_CAMPS = 3;

/** `alfa and bravo against charlie`. */
function campsText(camps: readonly string[][]): string {
  if (camps.length === 1) {
    return `only ${namesText(camps[0]!)} answered, and that proves nothing`;
  }
  const named = camps
    .slice(0, MAX_CAMPS)
    .map((camp) => (camp.length === 2 ? camp.join(' and ') : namesText(camp)));
  const more = camps.length > MAX_CAMPS ? `, and ${camps.length - MAX_CAMPS} more groups` : '';
  return named.join(' against ') + more;
}

function counted(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}
