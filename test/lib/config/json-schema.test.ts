import { createRequire } from 'node:module';
import { monitorJsonSchema } from '../../../lib/config/schema';
import { KINDS } from '../../../testkit/stack/config-values';
import { monitorJson, refusal } from '../../../testkit/stack/synthesise';

/** A validator that knows nothing of zod; the construct library comes with it. */
const { Validator } = createRequire(require.resolve('aws-cdk-lib/package.json'))('jsonschema') as {
  Validator: new () => { validate(value: unknown, schema: object): { valid: boolean } };
};
const SCHEMA = monitorJsonSchema();

function schemaAccepts(input: unknown): boolean {
  return new Validator().validate(JSON.parse(JSON.stringify(input)), SCHEMA).valid;
}

type Case = [key: string, value: unknown];

const CASES = Object.entries(KINDS).flatMap(([kind, { values }]) =>
  values.map((value): Case => [kind, value]),
);

test('there are many values', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(150);
});

test.each(CASES)('what editors are told of %s %j is what synthesis says', (kind, value) => {
  const input = KINDS[kind]!.place(value);
  expect(schemaAccepts(input)).toBe(refusal(input) === 'accepted');
});

test('several monitors are checked each by the same rules', () => {
  expect(schemaAccepts({ monitors: [monitorJson(), monitorJson({ name: 'two' })] })).toBe(true);
  expect(schemaAccepts({ monitors: [monitorJson({ limitMs: 0 })] })).toBe(false);
  expect(schemaAccepts({ monitors: [] })).toBe(false);
  expect(schemaAccepts({ monitors: [monitorJson()], name: 'x' })).toBe(false);
});
