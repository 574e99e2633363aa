import { execFileSync } from 'node:child_process';
import { PACKAGE_ROOT } from '../lib/config/package-root';
import type { BundledPackage } from './third-party';

/** As much of CycloneDX 1.5 as is changed here. */
interface Bom {
  metadata: { component: { name: string; 'bom-ref': string } };
  components: { name: string; version: string; 'bom-ref': string; properties?: { name: string }[] }[];
  dependencies: { ref: string; dependsOn?: string[] }[];
}

/**
 * The bill of materials of the npm package, CycloneDX 1.5: what npm installs with it, by npm's own list, and what is
 * bundled into it, which npm takes for tools of development.
 */
export function packageSbom(bundled: readonly BundledPackage[]): Bom {
  const command = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const options = { cwd: PACKAGE_ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return shippedParts(JSON.parse(execFileSync('npm', command, options)), bundled);
}

/** @internal */
export function shippedParts(bom: Bom, bundled: readonly Pick<BundledPackage, 'name' | 'version'>[]): Bom {
  const isBundled = (name: string, version: string) =>
    bundled.some((each) => each.name === name && each.version === version);
  const components = bom.components.filter(
    ({ name, version, properties = [] }) =>
      isBundled(name, version) || !properties.some((each) => each.name === 'cdx:npm:package:development'),
  );
  const root = bom.metadata.component;
  const kept = new Set([root['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  return {
    ...bom,
    // npm names it after the folder.
    metadata: { ...bom.metadata, component: { ...root, name: root['bom-ref'].replace(/@[^@]+$/, '') } },
    components,
    dependencies: bom.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) })),
  };
}
