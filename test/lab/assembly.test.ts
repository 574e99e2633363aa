import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAssembly } from '../../lab/assembly';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'lab-assembly-'));
});
afterEach(() => rm(dir, { recursive: true }));

const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: { 'Fn::Sub': 'assets' }, S3Key: 'abc.zip' },
    Handler: 'index.handler',
    Timeout: 45,
    MemorySize: 512,
    Environment: { Variables: { MODE: 'plain', QUEUE: { Ref: 'Queue' } } },
  },
};
const SCHEDULE = {
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    ScheduleExpression: 'rate(1 minute)',
    Target: { Arn: { 'Fn::GetAtt': ['Function', 'Arn'] }, Input: '{"monitor":"ntp"}' },
  },
};

/** A cloud assembly as the CDK lays it out, with the given resources. */
async function assemblyWith(resources: Record<string, object>): Promise<void> {
  const write = (file: string, content: object) => writeFile(path.join(dir, file), JSON.stringify(content));
  await write('manifest.json', {
    artifacts: {
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      'Stack.assets': { type: 'cdk:asset-manifest', properties: { file: 'Stack.assets.json' } },
      Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Stack.template.json' } },
    },
  });
  await write('Stack.assets.json', {
    files: { abc: { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } } },
  });
  await write('Stack.template.json', { Resources: resources });
}

test('A schedule is found with its input and its function', async () => {
  await assemblyWith({ Function: FUNCTION, Schedule: SCHEDULE, Queue: { Type: 'AWS::SQS::Queue' } });
  expect(await readAssembly(dir)).toEqual({
    template: expect.objectContaining({ Resources: expect.anything() }),
    schedules: [
      {
        id: 'Schedule',
        expression: 'rate(1 minute)',
        input: '{"monitor":"ntp"}',
        function: {
          assetPath: path.join(dir, 'asset.abc'),
          handler: 'index.handler',
          timeoutMs: 45_000,
          memoryMb: 512,
          environment: { MODE: 'plain' },
        },
      },
    ],
  });
});

test('Every schedule is found', async () => {
  await assemblyWith({ Function: FUNCTION, One: SCHEDULE, Two: SCHEDULE });
  expect((await readAssembly(dir)).schedules.map(({ id }) => id)).toEqual(['One', 'Two']);
});

test('A schedule that fires no function of the stack is an error', async () => {
  await assemblyWith({ Schedule: SCHEDULE });
  await expect(readAssembly(dir)).rejects.toThrow('Schedule Schedule must have');
});

test('A function without its asset is an error', async () => {
  const elsewhere = { ...FUNCTION, Properties: { ...FUNCTION.Properties, Code: { S3Key: 'other.zip' } } };
  await assemblyWith({ Function: elsewhere, Schedule: SCHEDULE });
  await expect(readAssembly(dir)).rejects.toThrow('not in the assembly');
});
