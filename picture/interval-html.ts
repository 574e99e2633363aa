import type { Verdict } from '../lambda/monitor/reading';
import type { IntervalPicture, PictureRow, Span } from './interval-picture';
import { intervalText, limitText } from './ms-text';

/** The look of `intervalPictureHtml`; colours follow the reader's light or dark scheme. */
export const INTERVAL_STYLE = `
.intervals { --within: #1a7f37; --outside: #cf222e; --uncertain: #8a6100; --unusable: #8250df; --line: #8c959f;
  --band: #0969da33; --beyond: 0.1; display: grid; grid-template-columns: minmax(6rem, max-content) minmax(8rem, 1fr) max-content
  max-content; gap: 2px 12px; font-variant-numeric: tabular-nums; margin: 0; padding: 0; }
@media (prefers-color-scheme: dark) { .intervals { --within: #3fb950; --outside: #ff7b72; --uncertain: #d29922;
  --unusable: #bc8cff; --line: #6e7681; --band: #58a6ff44; --beyond: 0.22; } }
.intervals > li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center;
  list-style: none; min-height: 24px; }
.intervals .name { max-width: 16rem; overflow-wrap: anywhere; }
.intervals .number { text-align: right; white-space: nowrap; }
.intervals .verdict { font-weight: 600; }
.intervals .axis { display: block; width: 100%; height: 18px; overflow: visible; }
.intervals .limit, .intervals .zero { stroke: var(--line); }
.intervals .zero { stroke-dasharray: 1 3; }
.intervals .band { fill: var(--band); }
.intervals .beyond { fill: var(--outside); opacity: var(--beyond); }
.intervals .bar, .intervals .estimate, .intervals .cut { fill: currentColor; }
.intervals .unknown { stroke: var(--line); stroke-width: 2; stroke-dasharray: 2 4; }
.intervals .ticks text { fill: var(--soft, #57606a); font-size: 12px; text-anchor: middle; }
.intervals .within { color: var(--within); } .intervals .outside { color: var(--outside); }
.intervals .uncertain { color: var(--uncertain); } .intervals .unusable { color: var(--unusable); }
.intervals .strip { display: flex; gap: 1px; grid-column: 2; align-items: end; height: 8px; margin-bottom: 4px; }
.intervals .strip i { flex: 1; max-width: 8px; height: 8px; background: currentColor; border-radius: 1px; }
.intervals .strip .within { height: 3px; } .intervals .strip .uncertain { height: 5px; }
.intervals .strip .none { color: transparent; }
.intervals .why { grid-column: 2 / -1; font-size: 13px; margin: 0 0 6px; }
@media (max-width: 640px) {
  .intervals { grid-template-columns: 1fr max-content max-content; }
  .intervals .axis, .intervals .strip, .intervals .why { grid-column: 1 / -1; order: 1; }
  .intervals .name { max-width: 11rem; } .intervals .ticks > :not(.axis) { display: none; } }
`;

/** Text for HTML: in an element, or in an attribute with double quotation marks. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
}

/** The picture as a list, the worst server first; its text reads without the bars. */
export function intervalPictureHtml(picture: IntervalPicture): string {
  const { reach, rows } = picture;
  return `<ol class="intervals">${ticksHtml(picture)}${rows.map((row, i) => rowHtml(row, reach, rows[i - 1])).join('')}</ol>`;
}

function ticksHtml({ limitMs, reach }: IntervalPicture): string {
  const label = limitMs === null ? 'limit' : limitText(limitMs);
  const tick = (value: number, text: string) => `<text x="${axisShare(value, reach)}" y="13">${text}</text>`;
  return (
    '<li class="ticks" aria-hidden="true"><span class="name"></span><svg class="axis">' +
    `${tick(-1, `-${label}`)}${tick(0, '0')}${tick(1, `+${label}`)}</svg><span></span><span></span></li>`
  );
}

/** @param before the row above: what is explained there isn't explained again */
function rowHtml(row: PictureRow, reach: number, before: PictureRow | undefined): string {
  const { server, verdict, offsetMs, uncertaintyMs, explanation, reason, history } = row;
  const number =
    offsetMs === null || uncertaintyMs === null
      ? escapeHtml(reason ?? 'no answer')
      : intervalText(offsetMs, uncertaintyMs);
  return (
    `<li><span class="name" title="${escapeHtml(server)}">${escapeHtml(server)}</span>` +
    `<svg class="axis ${verdict}" aria-hidden="true">${axisHtml(row, reach)}</svg>` +
    `<span class="number">${number}</span><span class="verdict ${verdict}">${verdict}</span>` +
    `${history && history.length > 0 ? stripHtml(history) : ''}` +
    `${explanation === undefined || explanation === before?.explanation ? '' : `<p class="why">${escapeHtml(explanation)}</p>`}</li>`
  );
}

/** Drawn by attributes alone, so that a page may forbid inline styles. */
function axisHtml({ bar, estimate, reference }: PictureRow, reach: number): string {
  if (!bar || estimate === null) {
    return '<line class="unknown" x1="0" x2="100%" y1="9" y2="9"/>';
  }
  return [
    box('beyond', { low: -reach, high: -1 }, { reach, y: 0, height: 18 }),
    box('beyond', { low: 1, high: reach }, { reach, y: 0, height: 18 }),
    reference ? box('band', reference, { reach, y: 0, height: 18 }) : '',
    upright('zero', 0, reach),
    upright('limit', -1, reach),
    upright('limit', 1, reach),
    bar.high >= -reach && bar.low <= reach ? box('bar', bar, { reach, y: 6, height: 6 }) : '',
    Math.abs(estimate) <= reach
      ? `<circle class="estimate" cx="${axisShare(estimate, reach)}" cy="9" r="4.5"/>`
      : '',
    bar.low < -reach ? '<path class="cut" d="M9 4v10l-9-5z"/>' : '',
    bar.high > reach ? '<svg x="100%" overflow="visible"><path class="cut" d="M-9 4v10l9-5z"/></svg>' : '',
  ].join('');
}

function upright(name: string, value: number, reach: number): string {
  const x = axisShare(value, reach);
  return `<line class="${name}" x1="${x}" x2="${x}" y1="0" y2="18"/>`;
}

function box(name: string, { low, high }: Span, at: { reach: number; y: number; height: number }): string {
  const [left, right] = [low, high].map((value) => Number.parseFloat(axisShare(value, at.reach)));
  const width = Math.max(right! - left!, 0.2).toFixed(2);
  return `<rect class="${name}" x="${left}%" width="${width}%" y="${at.y}" height="${at.height}"/>`;
}

/** Where a value stands on the axis, cut at its ends. */
function axisShare(value: number, reach: number): string {
  const share = (Math.min(Math.max(value, -reach), reach) + reach) / (2 * reach);
  return `${(share * 100).toFixed(2)}%`;
}

function stripHtml(history: readonly (Verdict | null)[]): string {
  const counts = new Map<string, number>();
  for (const each of history) {
    const name = each ?? 'no run';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const text = [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
  const cells = history.map((each) => `<i class="${each ?? 'none'}"></i>`).join('');
  return `<span class="strip" role="img" aria-label="last ${history.length} runs: ${text}">${cells}</span>`;
}
