import type { RunResult } from '../lambda/monitor/reading';
import { headline } from './headline';
import { escapeHtml, INTERVAL_STYLE, intervalPictureHtml } from './interval-html';
import { intervalPicture } from './interval-picture';
import { limitText, msText } from './ms-text';

const PAGE_STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
.bad { border-left: 6px solid #cf222e; } .doubtful { border-left: 6px solid #bf8700; }
.well { border-left: 6px solid #1a7f37; } .headline { padding: 0.4rem 0.8rem; font-size: 1.1rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid #8c959f55; white-space: nowrap; }
`;

/** One column of the table of details. */
const REPORT_COLUMNS: readonly { head: string; text: (reading: RunResult['servers'][number]) => string }[] = [
  { head: 'Server', text: ({ server }) => server },
  { head: 'Address', text: ({ address }) => address ?? '-' },
  { head: 'Limit', text: ({ limitMs }) => limitText(limitMs) },
  { head: 'Delay', text: ({ delayMs }) => (delayMs === null ? '-' : msText(delayMs)) },
  { head: 'Stratum', text: ({ packet }) => `${packet?.stratum ?? '-'}` },
  { head: 'Reference id', text: ({ packet }) => packet?.refId ?? '-' },
  { head: 'Root delay', text: ({ packet }) => (packet ? msText(packet.rootDelayMs) : '-') },
  { head: 'Root dispersion', text: ({ packet }) => (packet ? msText(packet.rootDispersionMs) : '-') },
  { head: 'Vote', text: ({ vote }) => vote },
];

/** Runs as one HTML file that needs nothing else: the picture first, then every server's details. */
export function reportHtml(runs: readonly RunResult[]): string {
  const names = [...new Set(runs.map(({ monitor }) => monitor))].join(', ');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(names)}: NTP servers</title>
<style>${PAGE_STYLE}${INTERVAL_STYLE}</style>
<body>
<main>
${runs.map(runHtml).join('\n')}
</main>
</body>
</html>
`;
}

function runHtml(run: RunResult): string {
  const picture = intervalPicture(run);
  const { level, text } = headline(picture);
  const head = REPORT_COLUMNS.map(({ head }) => `<th scope="col">${head}</th>`).join('');
  const rows = run.servers.map(
    (reading) =>
      `<tr>${REPORT_COLUMNS.map((column) => `<td>${escapeHtml(column.text(reading))}</td>`).join('')}</tr>`,
  );
  return `<h1>${escapeHtml(run.monitor)}, <time datetime="${run.time}">${run.time}</time></h1>
<p class="headline ${level}">${escapeHtml(text)}</p>
<p>Offsets are against ${picture.against}; above 0 the server is ahead.</p>
${intervalPictureHtml(picture)}
<h2>Details</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Details of each server">
<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}
