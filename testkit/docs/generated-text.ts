import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Checks a part of a document that is made of the code's own lists. With UPDATE_DOCS=1 it is written anew.
 * @param name what its markers are called: `<!-- NAME -->` and `<!-- /NAME -->`, each on a line
 */
export function expectGenerated(file: string, name: string, text: string): void {
  const document = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
  const [before, rest = ''] = document.split(begin);
  const [found, after = ''] = rest.split(end);
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(file, `${before}${begin}${text}${end}${after}`);
  } else {
    expect(found).toBe(text);
  }
}
