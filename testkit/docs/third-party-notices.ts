import type { BundledPackage } from '../../packaging/third-party';

/** THIRD-PARTY-NOTICES.txt: who passes the package on has to pass this on, too. */
export function noticesText(packages: readonly BundledPackage[]): string {
  const users = new Map<string, { terms: string; names: string[] }>();
  for (const { name, version, license, copyright, terms } of packages) {
    const words = terms.replace(/\s+/g, ' ');
    const group = users.get(words) ?? { terms, names: [] };
    group.names.push([`${name} ${version} (${license})`, ...copyright].join('\n  '));
    users.set(words, group);
  }
  const sections = [...users.values()].map(({ terms, names }) => `${names.join('\n')}\n\n${terms}`);
  const head =
    "The function's bundle (dist/function) and the lab's page (dist/page) contain parts of the packages below.\n" +
    'Made by the build; UPDATE_DOCS=1 npx jest test/packaging writes it anew.';
  return `${[head, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
