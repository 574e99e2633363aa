import { shippedParts } from '../../packaging/sbom';

const DEVELOPMENT = { name: 'cdx:npm:package:development', value: 'true' };
const part = (name: string, properties: { name: string }[] = []) => ({
  'bom-ref': `${name}@1.0.0`,
  name,
  version: '1.0.0',
  properties,
});

const BOM = {
  metadata: { component: { name: 'some-folder', 'bom-ref': 'ntp-drift-monitor@0.1.0' } },
  components: [part('runs'), part('bundled', [DEVELOPMENT]), part('tests', [DEVELOPMENT])],
  dependencies: [
    { ref: 'ntp-drift-monitor@0.1.0', dependsOn: ['runs@1.0.0', 'bundled@1.0.0', 'tests@1.0.0'] },
    { ref: 'tests@1.0.0', dependsOn: ['runs@1.0.0'] },
  ],
};

test('The bill of materials has what is installed and what is bundled, and no tool', () => {
  const bom = shippedParts(BOM, [{ name: 'bundled', version: '1.0.0' }]);
  expect(bom.components.map(({ name }) => name)).toEqual(['runs', 'bundled']);
  expect(bom.dependencies).toEqual([
    { ref: 'ntp-drift-monitor@0.1.0', dependsOn: ['runs@1.0.0', 'bundled@1.0.0'] },
  ]);
  expect(bom.metadata.component.name).toBe('ntp-drift-monitor');
});

test('Another version of what is bundled is a tool', () => {
  const bom = shippedParts(BOM, [{ name: 'bundled', version: '2.0.0' }]);
  expect(bom.components.map(({ name }) => name)).toEqual(['runs']);
});
