import { resourceName, shortened, stackName } from '../../../lib/config/names';

const LONG = 'n'.repeat(64);

describe('Monitors whose names differ have resources and stacks of their own', () => {
  test.each<[difference: string, one: string, other: string]>([
    ['a space or a hyphen', 'prod eu', 'prod-eu'],
    ['a space or an underscore', 'prod eu', 'prod_eu'],
    ['an underscore or a hyphen', 'prod_eu', 'prod-eu'],
    ['one space or two', 'prod eu', 'prod  eu'],
    ['characters that both are replaced', 'prod/eu', 'prod.eu'],
    ['the last character of a long name', `${LONG}a`, `${LONG}b`],
    ['a long name or its beginning', `${LONG}a`, LONG],
    ['case', 'Prod', 'prod'],
  ])('by %s', (_difference, one, other) => {
    expect(resourceName(one)).not.toBe(resourceName(other));
    expect(stackName(one)).not.toBe(stackName(other));
  });
});

test.each([
  ['ntp', 'ntp', 'NtpDrift-ntp'],
  ['prod-eu', 'prod-eu', 'NtpDrift-prod-eu'],
  [LONG, LONG, `NtpDrift-${LONG}`],
])('%s can stay as it is', (name, resource, stack) => {
  expect(resourceName(name)).toBe(resource);
  expect(stackName(name)).toBe(stack);
});

test('a name that cannot stay as it is ends in a hash of it, the same at every synthesis', () => {
  expect(resourceName('prod eu')).toBe('prod-eu-b006d3a0');
  expect(stackName('prod eu')).toBe('NtpDrift-prod-eu-b006d3a0');
});

test.each(['!', 'prod eu', `${LONG}a`, 'a _'.repeat(40)])('AWS takes the names of %j', (name) => {
  expect(resourceName(name)).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  expect(stackName(name)).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);
});

test('where there is no room for a name, its end is left out', () => {
  expect(shortened('clocks', 6)).toBe('clocks');
  expect(shortened('clocks of ours', 9)).toBe('clocks...');
});
