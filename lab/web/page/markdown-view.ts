import { element } from './dom';

/** The parts of a line: `**bold**`, `_emphasis_` and `code` in backticks; anything else is text. */
const INLINE = /\*\*(.+?)\*\*|`([^`]+)`|\b_([^_]+)_\b/g;

/**
 * A text widget's Markdown, as much of it as the dashboard uses: headings, paragraphs, items of lists, tables and
 * blocks of code.
 */
export function markdownNodes(markdown: string): HTMLElement[] {
  return blocksOf(markdown).map((lines) => {
    const [first = ''] = lines;
    if (first.startsWith('```')) {
      return element('pre', {}, lines.slice(1).join('\n'));
    }
    return first.startsWith('|') ? tableNode(lines) : lineNode(first);
  });
}

/** The lines of each block: those of a table or of a code block together, any other alone. */
function blocksOf(markdown: string): string[][] {
  const blocks: string[][] = [];
  let open: 'code' | 'table' | undefined;
  for (const line of markdown.split('\n')) {
    const isFence = line.startsWith('```');
    if (open === 'code' ? !isFence : open === 'table' && line.startsWith('|')) {
      blocks.at(-1)!.push(line);
      continue;
    }
    const closes = open === 'code';
    open = closes ? undefined : isFence ? 'code' : line.startsWith('|') ? 'table' : undefined;
    if (!closes && line.trim() !== '') {
      blocks.push([line]);
    }
  }
  return blocks;
}

function lineNode(line: string): HTMLElement {
  const heading = /^(#+) (.*)$/.exec(line);
  if (heading !== null) {
    return element(heading[1]!.length > 2 ? 'h3' : 'h2', {}, ...inlineNodes(heading[2]!));
  }
  const item = /^\s*[-*] (.*)$/.exec(line);
  return element('p', { className: item ? 'item' : '' }, ...inlineNodes(item?.[1] ?? line));
}

function tableNode(lines: readonly string[]): HTMLElement {
  const rows = lines
    .filter((line) => !/^[|\s:-]+$/.test(line))
    .map((line) => line.replace(/^\||\|\s*$/g, '').split('|'));
  return element(
    'table',
    {},
    ...rows.map((cells, i) =>
      element(
        'tr',
        {},
        ...cells.map((cell) => element(i === 0 ? 'th' : 'td', {}, ...inlineNodes(cell.trim()))),
      ),
    ),
  );
}

function inlineNodes(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, code, emphasis] = match;
    nodes.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (bold !== undefined) {
      nodes.push(element('b', {}, ...inlineNodes(bold)));
    } else {
      nodes.push(code !== undefined ? element('code', {}, code) : element('i', {}, emphasis));
    }
  }
  return [...nodes, text.slice(end)];
}
