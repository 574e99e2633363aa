import { posix } from 'node:path';

/** Documents by their paths: the text of those in Markdown, null for other files. */
export type Documents = ReadonlyMap<string, string | null>;

/** The links of documents that lead nowhere within them, each as a sentence. Addresses on the web are not asked. */
export function deadLinks(documents: Documents): string[] {
  return [...documents].flatMap(([file, text]) =>
    linksOf(text ?? '')
      .filter((link) => !leadsSomewhere(documents, file, link))
      .map((link) => `${file} links to ${link}, which isn't there.`),
  );
}

/** Paths below a folder of this repository's root that a text names and that aren't there, each as a sentence. */
export function stalePaths(
  files: ReadonlySet<string>,
  texts: readonly { file: string; text: string }[],
): string[] {
  const folders = new Set([...files].flatMap(foldersOf));
  const there = new Set([...folders, ...files, ...[...files].map((file) => file.replace(/\.\w+$/, ''))]);
  return texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<![\w./@-])([\w.-]+)\/[\w./-]*[\w/]/g)]
      .filter(([path, room]) => folders.has(room!) && !there.has(path.replace(/\/$/, '')))
      .filter(([path]) => !path.includes('/node_modules'))
      .map(([path]) => `${file} names ${path}, which isn't there.`),
  );
}

/** Every folder above a file. */
function foldersOf(file: string): string[] {
  const folder = posix.dirname(file);
  return folder === '.' ? [] : [folder, ...foldersOf(folder)];
}

/** Targets of links and images, but for addresses on the web. */
function linksOf(markdown: string): string[] {
  const text = withoutBlocks(markdown).replace(/`[^`\n]+`/g, '');
  const links = text.matchAll(
    /\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s+<?([^\s>]+)|(?:href|src)=["']?([^"'\s>]+)/gm,
  );
  return [...links]
    .map(([, inline, reference, html]) => (inline ?? reference ?? html)!)
    .filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link));
}

function leadsSomewhere(documents: Documents, from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : posix.join(posix.dirname(from), decodeURIComponent(path));
  if (anchor !== undefined) {
    return anchorsOf(documents.get(target) ?? '').has(anchor);
  }
  const folder = target.endsWith('/') ? target : `${target}/`;
  return documents.has(target) || [...documents.keys()].some((file) => file.startsWith(folder));
}

/** What a fragment may name, as GitHub makes it of headings: the second of one text has "-1", and so on. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutBlocks(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number += 1) {
      anchor = `${slug}-${number}`;
    }
    anchors.add(anchor);
  }
  return anchors;
}

/** Without blocks of code, in which nothing is a link or a heading. */
function withoutBlocks(markdown: string): string {
  return markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
}
