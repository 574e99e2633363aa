import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { type Json, stackOf } from '../../testkit/stack/synthesise';

// Synthesis prints its warnings.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation());
afterEach(() => jest.restoreAllMocks());

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
const TABLE = /## IAM\n(.*?)\n## /s.exec(README)![1]!;

/** Configurations that together have every permission. */
const CONFIGURATIONS = [{}, { vpc: { id: 'vpc-1', subnetIds: ['subnet-1'] } }];

/** Every action that some policy of a template allows, but that services assume their roles. */
function allowedActions(template: Json): string[] {
  return Object.values<Json>(template.Resources)
    .flatMap(({ Properties }) => [Properties?.PolicyDocument, Properties?.KeyPolicy])
    .flatMap((document) => document?.Statement ?? [])
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action);
}

test('the README lists every action that is allowed, and no other', () => {
  const allowed = CONFIGURATIONS.flatMap((each) =>
    allowedActions(Template.fromStack(stackOf(each)).toJSON()),
  );
  const listed = [...TABLE.matchAll(/`([a-z0-9]+:[A-Za-z*]+)`/g)].map(([, action]) => action!);
  expect([...new Set(listed)].sort()).toEqual([...new Set(allowed)].sort());
});
