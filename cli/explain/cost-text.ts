import type { CostReport, CostRow } from '../../lib/cost-report';
import {
  type Column,
  indentedParagraph,
  paragraph,
  plainTable,
  type Terminal,
} from '../../terminal/plain-table';

/** What a configuration costs, for people: by line, the sum, and what each assumes. */
export function costText({ title, rows, notes }: CostReport, terminal: Terminal): string {
  return [
    paragraph(title, terminal),
    plainTable(rows, COST_COLUMNS, terminal),
    ...notes.map((note) => indentedParagraph(note, terminal)),
  ].join('\n');
}

const COST_COLUMNS: readonly Column<CostRow>[] = [
  { head: 'Of', align: 'left', text: ({ what }) => what },
  { head: 'Quantity', align: 'right', text: ({ quantity }) => quantity },
  { head: 'USD', align: 'right', text: ({ price }) => price },
  { head: 'Assumes', align: 'left', text: ({ assumes }) => assumes },
];
