import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LambdaFunction } from '../../lab/function-process';

let assetPath: string;
let lambda: LambdaFunction;

beforeEach(async () => {
  assetPath = await mkdtemp(path.join(tmpdir(), 'lab-function-'));
});

afterEach(async () => {
  await lambda.close();
  await rm(assetPath, { recursive: true });
});

/** @param body of `handler(event, context)`, in a module that also holds `let count = 0` */
async function load(body: string, timeoutMs = 60_000): Promise<LambdaFunction> {
  await writeFile(
    path.join(assetPath, 'index.js'),
    `let count = 0; exports.handler = async (event, context) => { ${body} };`,
  );
  const spec = { assetPath, handler: 'index.handler', timeoutMs, memoryMb: 256, environment: { OWN: 'own' } };
  lambda = new LambdaFunction(spec, { PLATFORM: 'given' });
  return lambda;
}

describe('A function in the lab', () => {
  test('gets its event and returns its result as JSON', async () => {
    await load('return { sum: event.a + event.b, lost: undefined };');
    await expect(lambda.invoke('{"a":1,"b":2}')).resolves.toMatchObject({ result: { sum: 3 } });
  });

  test('stays warm between invocations', async () => {
    await load('return ++count;');
    await lambda.invoke('{}');
    expect((await lambda.invoke('{}')).result).toBe(2);
  });

  test('has the time that it is given, and goes on in it', async () => {
    await load(
      'return [Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date];',
    );
    const hour = 3_600_000;
    const { result } = await lambda.invoke('{}', hour);
    const [now, made, given, isDate] = result as [number, number, number, boolean];
    expect(now - Date.now()).toBeGreaterThan(hour - 10_000);
    expect(made - now).toBeLessThan(1000);
    expect([given, isDate]).toEqual([5, true]);
  });

  test('begins anew when it is told to, and what is under way ends well', async () => {
    await load('count++; await new Promise((resolve) => setTimeout(resolve, event.ms)); return count;');
    await lambda.invoke('{"ms":0}');
    const underWay = lambda.invoke('{"ms":200}');
    lambda.renew();
    const next = lambda.invoke('{"ms":0}');
    expect([(await underWay).result, (await next).result]).toEqual([2, 1]);
  });

  test("sees its own environment and the platform's, not the lab's", async () => {
    await load('return { ...process.env };');
    expect((await lambda.invoke('{}')).result).toEqual({ OWN: 'own', PLATFORM: 'given' });
  });

  test('has a context with a deadline', async () => {
    await load('return { left: context.getRemainingTimeInMillis(), memory: context.memoryLimitInMB };', 9000);
    const { result } = await lambda.invoke('{}');
    expect(result).toMatchObject({ memory: '256' });
    expect((result as { left: number }).left).toBeLessThanOrEqual(9000);
  });

  test('logs line by line, in order, complete when the answer is there', async () => {
    await load(`process.stdout.write('{"a":1}\\n{"b":'); process.stdout.write('2}\\n'); console.log('c');`);
    expect(await lambda.invoke('{}')).toMatchObject({ log: ['{"a":1}', '{"b":2}', 'c'], result: null });
  });
});

describe('A function that fails', () => {
  test('by throwing has an error and its log, and goes on', async () => {
    await load(`console.log('before'); if (++count === 1) throw new RangeError('too far'); return count;`);
    expect(await lambda.invoke('{}')).toMatchObject({
      error: { name: 'RangeError', message: 'too far' },
      log: ['before'],
    });
    expect((await lambda.invoke('{}')).result).toBe(2);
  });

  test('by taking too long is ended, and starts afresh', async () => {
    await load(
      `if (event.hang) { count++; await new Promise(() => setInterval(() => {}, 1000)); } return count;`,
      500,
    );
    expect((await lambda.invoke('{"hang":true}')).error).toEqual({
      name: 'Sandbox.Timedout',
      message: 'Task timed out after 0.50 seconds',
    });
    expect((await lambda.invoke('{}')).result).toBe(0);
  });

  test('by leaving the process has an error, and starts afresh', async () => {
    await load('if (event.exit) process.exit(3); return count;');
    expect((await lambda.invoke('{"exit":true}')).error?.name).toBe('Runtime.ExitError');
    expect((await lambda.invoke('{}')).result).toBe(0);
  });

  test('by an error that nobody catches has that error', async () => {
    await load(`setImmediate(() => { throw new Error('unheard') }); await new Promise(() => {});`);
    expect((await lambda.invoke('{}')).error?.message).toBe('unheard');
  });

  test('by not loading has that error', async () => {
    await load('');
    await writeFile(path.join(assetPath, 'index.js'), 'require("not-in-the-bundle")');
    expect((await lambda.invoke('{}')).error?.message).toContain('not-in-the-bundle');
  });

  test('by being closed in the middle ends with an error', async () => {
    await load(`await new Promise(() => setInterval(() => {}, 1000));`);
    const outcome = lambda.invoke('{}');
    await lambda.close();
    expect((await outcome).error?.name).toBe('Runtime.ExitError');
  });
});
