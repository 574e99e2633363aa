import type { Verdict } from '../lambda/monitor/reading';
import type { IntervalPicture, PictureRow, Span } from './interval-picture';
import { intervalText, limitText } from './ms-text';

/** The look of `intervalPictureHtml`; colours follow the reader's light or dark scheme. */
export const INTERVAL_STYLE = `
.intervals { --within: #1a7f37; --outside: #cf222e; --uncertain: #8a6100; --unusable: #8250df; --line: #8c959f;
  --band: #0969da33; display: grid; grid-template-columns: minmax(6rem, max-content) minmax(8rem, 1fr) max-content
  max-content; gap: 2px 12px; font-variant-numeric: tabular-nums; margin: 0; padding: 0; }
@media (prefers-color-scheme: dark) { .intervals { --within: #3fb950; --outside: #ff7b72; --uncertain: #d29922;
  --unusable: #bc8cff; --line: #6e7681; --band: #58a6ff44; } }
.intervals > li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center;
  list-style: none; min-height: 24px; }
.intervals .name { max-width: 16rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.intervals .number { text-align: right; white-space: nowrap; }
.intervals .verdict { font-weight: 600; }
.intervals .axis { position: relative; height: 18px; }
.intervals .axis > * { position: absolute; top: 0; bottom: 0; }
.intervals .limit { border-left: 1px solid var(--line); }
.intervals .zero { border-left: 1px dotted var(--line); }
.intervals .band { background: var(--band); }
.intervals .bar { top: 6px; bottom: 6px; min-width: 3px; border-radius: 3px; background: currentColor; }
.intervals .estimate { width: 9px; margin-left: -4px; top: 4px; bottom: 4px; border-radius: 50%;
  background: currentColor; }
.intervals .cut { font-size: 12px; line-height: 18px; }
.intervals .unknown { left: 0; right: 0; top: 8px; bottom: auto; border-top: 2px dotted var(--line); }
.intervals .ticks { font-size: 12px; color: var(--line); }
.intervals .ticks .axis > span { transform: translateX(-50%); white-space: nowrap; }
.intervals .within { color: var(--within); } .intervals .outside { color: var(--outside); }
.intervals .uncertain { color: var(--uncertain); } .intervals .unusable { color: var(--unusable); }
.intervals .strip { display: flex; gap: 1px; grid-column: 2; height: 6px; margin-bottom: 4px; }
.intervals .strip i { flex: 1; max-width: 8px; background: currentColor; border-radius: 1px; }
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
  return `<ol class="intervals">${ticksHtml(picture)}${rows.map((row) => rowHtml(row, reach)).join('')}</ol>`;
}

function ticksHtml({ limitMs, reach }: IntervalPicture): string {
  const label = limitMs === null ? 'limit' : limitText(limitMs);
  const tick = (value: number, text: string) =>
    `<span style="left:${axisShare(value, reach)}">${text}</span>`;
  return (
    '<li class="ticks" aria-hidden="true"><span class="name"></span><span class="axis">' +
    `${tick(-1, `-${label}`)}${tick(0, '0')}${tick(1, `+${label}`)}</span><span></span><span></span></li>`
  );
}

function rowHtml(row: PictureRow, reach: number): string {
  const { server, verdict, offsetMs, uncertaintyMs, explanation, reason, history } = row;
  const number =
    offsetMs === null || uncertaintyMs === null
      ? escapeHtml(reason ?? 'no answer')
      : intervalText(offsetMs, uncertaintyMs);
  return (
    `<li><span class="name" title="${escapeHtml(server)}">${escapeHtml(server)}</span>` +
    `<span class="axis ${verdict}" aria-hidden="true">${axisHtml(row, reach)}</span>` +
    `<span class="number">${number}</span><span class="verdict ${verdict}">${verdict}</span>` +
    `${history && history.length > 0 ? stripHtml(history) : ''}` +
    `${explanation === undefined ? '' : `<p class="why">${escapeHtml(explanation)}</p>`}</li>`
  );
}

function axisHtml({ bar, estimate, reference }: PictureRow, reach: number): string {
  if (!bar || estimate === null) {
    return '<span class="unknown"></span>';
  }
  const at = (value: number) => `left:${axisShare(value, reach)}`;
  return [
    reference ? span('band', reference, reach) : '',
    `<span class="zero" style="${at(0)}"></span>`,
    `<span class="limit" style="${at(-1)}"></span><span class="limit" style="${at(1)}"></span>`,
    bar.high >= -reach && bar.low <= reach ? span('bar', bar, reach) : '',
    Math.abs(estimate) <= reach ? `<span class="estimate" style="${at(estimate)}"></span>` : '',
    bar.low < -reach ? '<span class="cut" style="left:0">◀</span>' : '',
    bar.high > reach ? '<span class="cut" style="right:0">▶</span>' : '',
  ].join('');
}

function span(name: string, { low, high }: Span, reach: number): string {
  return `<span class="${name}" style="left:${axisShare(low, reach)};right:${axisShare(-high, reach)}"></span>`;
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
