import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AsyncInvocations } from '../../../testkit/lambda/async-invocations';

let assetPath: string;
let lambda: AsyncInvocations;

beforeEach(() => {
  assetPath = mkdtempSync(path.join(tmpdir(), 'function-'));
});
afterEach(async () => {
  await lambda.close();
  rmSync(assetPath, { recursive: true });
});

/** @param body of `handler(event, context)`, in a module that also holds `let count = 0` */
function deploy(body: string, { timeoutMs = 10_000, retryAttempts = 0 } = {}): void {
  deployModule(`let count = 0; exports.handler = async (event, context) => { ${body} };`);
  const spec = { assetPath, handler: 'index.handler', timeoutMs, memoryMb: 256, environment: { OWN: 'own' } };
  lambda = new AsyncInvocations(spec, { GIVEN: 'given' }, retryAttempts);
}

function deployModule(code: string): void {
  writeFileSync(path.join(assetPath, 'index.js'), code);
}

describe('An invocation', () => {
  test('has the event, and a context that tells the request and the time that is left', async () => {
    deploy('return { ...event, id: context.awsRequestId, leftMs: context.getRemainingTimeInMillis() };');
    const { result, requestId } = await lambda.invoke('{"a":1}');
    expect(result).toEqual({ a: 1, id: requestId, leftMs: expect.any(Number) });
    const { leftMs } = result as { leftMs: number };
    expect(leftMs).toBeLessThanOrEqual(10_000);
    expect(leftMs).toBeGreaterThan(9000);
  });

  test("has Lambda's environment variables and the function's own, and none of this process's", async () => {
    process.env.LEAKED = 'leaked';
    deploy('return { ...process.env };');
    const { result } = await lambda.invoke('{}');
    expect(result).toMatchObject({
      OWN: 'own',
      GIVEN: 'given',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      TZ: ':UTC',
    });
    expect(result).not.toHaveProperty('LEAKED');
  });

  test('logs in the JSON format: `console` by level, and what is written to stdout as it is', async () => {
    deploy(`console.debug('no'); console.warn('n = %d', 1); process.stdout.write('{"own":true}\\n');`);
    const { log, requestId } = await lambda.invoke('{}');
    expect(log.map((line) => JSON.parse(line))).toEqual([
      { timestamp: expect.any(String), level: 'WARN', requestId, message: 'n = 1' },
      { own: true },
    ]);
  });
});

describe('An environment', () => {
  test('stays warm, and stands still between two events', async () => {
    deploy(`if (count === 0) setInterval(() => { count += 1; }, 5); count ||= 1; return count;`);
    await lambda.invoke('{}');
    await sleep(300);
    // Less than 300 / 5: a timer that is due for long fires once.
    expect((await lambda.invoke('{}')).result).toBeLessThan(20);
  });

  test('names what a run left behind: an interval that goes on', async () => {
    deploy('setInterval(() => {}, 1000);');
    expect((await lambda.invoke('{}')).activeResources).toContain('Timeout');
  });

  test('is started anew for an event that comes while it is busy, and used again afterwards', async () => {
    deploy('await new Promise((resolve) => setTimeout(resolve, 100)); return ++count;');
    const both = await Promise.all([lambda.invoke('{}'), lambda.invoke('{}')]);
    expect(both.map(({ result }) => result)).toEqual([1, 1]);
    expect((await lambda.invoke('{}')).result).toBe(2);
    expect(lambda.started).toHaveLength(2);
  });
});

describe('A function that fails', () => {
  test.each([
    ['by throwing', 'throw new RangeError("too far")', 'RangeError', 'too far'],
    [
      'by a rejection that nobody handles',
      'void Promise.reject(new Error("unheard")); await new Promise(() => {})',
      'Runtime.UnhandledPromiseRejection',
      'unheard',
    ],
    [
      'by an exception that nobody catches',
      'setImmediate(() => { throw new Error("thrown") }); await new Promise(() => {})',
      'Error',
      'thrown',
    ],
    ['by leaving the process', 'process.exit(3)', 'Runtime.ExitError', 'exit status 3'],
    ['by a response that is too large', 'return "x".repeat(7e6)', 'Function.ResponseSizeTooLarge', '6291556'],
    [
      'by taking too long',
      'await new Promise(() => setInterval(() => {}, 1000))',
      'Sandbox.Timedout',
      'Task timed out after 2.00 seconds',
    ],
  ])(
    '%s has that error, at the failures destination too, and runs again',
    async (_how, code, errorType, text) => {
      deploy(`if (event.fail) { ${code} } return 'fine';`, { timeoutMs: 2000 });
      const { error } = await lambda.invoke('{"fail":true}');
      expect(error).toMatchObject({ errorType, errorMessage: expect.stringContaining(text) });
      expect(lambda.failures).toEqual([
        expect.objectContaining({ requestPayload: { fail: true }, responsePayload: error }),
      ]);
      expect((await lambda.invoke('{}')).result).toBe('fine');
    },
  );

  test.each([
    ['does not load', 'require("./nowhere")', 'Error', 'nowhere'],
    ['has no handler', 'exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler'],
  ])('because it %s has that error', async (_how, code, errorType, text) => {
    deploy('');
    deployModule(code);
    const { error } = await lambda.invoke('{}');
    expect(error).toMatchObject({ errorType, errorMessage: expect.stringContaining(text) });
  });

  test('is tried again as often as was configured, and ends well if one attempt does', async () => {
    deploy('if (++count < 3) throw new Error("not yet"); return count;', { retryAttempts: 2 });
    expect((await lambda.invoke('{}')).result).toBe(3);
    expect(lambda.failures).toEqual([]);
  });
});
