import { parseSync } from '@swc/core';

/** Sources with a type such as `import('./file').Name`, which the check of the arrows doesn't see; each as a sentence. */
export function importsInTypes(sources: readonly { file: string; text: string }[]): string[] {
  return sources
    .filter(({ text }) =>
      JSON.stringify(parseSync(text, { syntax: 'typescript' })).includes('"TsImportType"'),
    )
    .map(({ file }) => `${file} imports inside a type. Import it at the top, where the arrows are checked.`);
}
