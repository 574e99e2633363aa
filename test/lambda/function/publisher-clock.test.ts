import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Publisher } from '../../../lambda/function/cloudwatch-publisher';
import type { Datum } from '../../../lambda/function/metric-data';
import { calibrate } from '../../../lambda/ntp/clock/local-clock';
import { pointSdkTo } from '../../../testkit/function/invocation';

const SKEW_MS = 7 * 60_000;
/** `Date` has whole seconds, and the answer takes a moment. */
const ROUGHLY_MS = 1500;

let server: Server;
/** How far CloudWatch's clock is ahead of this machine's, ms; null: it sends no `Date`. */
let aheadMs: number | null;
/** How many requests are still refused for their signature. */
let refusals: number;
let refusal: string;
/** When each request was signed, by its own header. */
let signedMs: number[];

beforeEach(async () => {
  [aheadMs, refusals, refusal, signedMs] = [0, 0, 'SignatureDoesNotMatch', []];
  server = createServer((request, response) => {
    signedMs.push(parseAmzDate(String(request.headers['x-amz-date'])));
    response.sendDate = false;
    if (aheadMs !== null) {
      response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString());
    }
    refusals -= 1;
    if (refusals >= 0) {
      response.writeHead(403, { 'x-amzn-query-error': `${refusal};Sender` });
      response.end(JSON.stringify({ __type: refusal, message: 'Signature expired' }));
    } else {
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pointSdkTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const DATUM: Datum = {
  MetricName: 'Offset',
  Dimensions: [],
  Timestamp: new Date(),
  Unit: 'Milliseconds',
  Value: 1,
};
const publish = (publisher: Publisher) => publisher.publish([DATUM], performance.now() + 20_000);

function parseAmzDate(text: string): number {
  return Date.parse(text.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'));
}

describe('CloudWatch refuses a request for its time', () => {
  test('once: a fresh client, which has never been corrected, is believed', async () => {
    const publisher = new Publisher();
    aheadMs = -SKEW_MS; // as seen from a function whose clock is 7 min fast: the SDK corrects itself
    await publish(publisher);
    aheadMs = null; // its clock is right again, and nothing tells the SDK so
    refusals = 1;
    signedMs = [];
    await publish(publisher);
    const errorsMs = signedMs.map((atMs) => Math.abs(atMs - Date.now()));
    expect(errorsMs[0]).toBeGreaterThan(SKEW_MS - ROUGHLY_MS);
    expect(errorsMs.at(-1)).toBeLessThan(2 * ROUGHLY_MS);
    expect(signedMs).toHaveLength(2);
  });

  test('again and again: the error says how far the clocks are apart', async () => {
    aheadMs = SKEW_MS;
    refusals = Number.POSITIVE_INFINITY;
    await expect(publish(new Publisher())).rejects.toThrow(
      /SignatureDoesNotMatch: Signature expired\. Every reading is in the log; check its clock and its credentials: CloudWatch's clock is 4(19|20|21) s ahead of the function's/,
    );
  });

  test('of the data, once the signature has been corrected: the error names the clock', async () => {
    [aheadMs, refusals, refusal] = [-3 * 60 * 60_000, Number.POSITIVE_INFINITY, 'InvalidParameterValue'];
    await expect(publish(new Publisher())).rejects.toThrow(
      /check its clock and its credentials: CloudWatch's clock is 1080\d s behind the function's/,
    );
  });
});

describe("CloudWatch's last answer is a witness of the local clock", () => {
  test('unless there is none yet', () => {
    expect(new Publisher().connection.witness(calibrate())).toBeUndefined();
  });

  test.each([0, SKEW_MS, -3 * 60 * 60_000])('whose clock is %d ms ahead', async (ms) => {
    const publisher = new Publisher();
    aheadMs = ms;
    await publish(publisher);
    const { name, clockOffsetMs, boundMs } = publisher.connection.witness(calibrate())!;
    expect(name).toBe('CloudWatch');
    expect(Math.abs(clockOffsetMs - ms)).toBeLessThanOrEqual(boundMs);
    expect(boundMs).toBeLessThan(ROUGHLY_MS);
  });

  test('even when it refuses', async () => {
    const publisher = new Publisher();
    [aheadMs, refusals] = [SKEW_MS, Number.POSITIVE_INFINITY];
    await publish(publisher).catch(() => undefined);
    expect(publisher.connection.witness(calibrate())!.clockOffsetMs).toBeGreaterThan(SKEW_MS - ROUGHLY_MS);
  });

  test.each([
    ['the local clock was set in between', SKEW_MS],
    ['the process was frozen in between', 60_000],
  ])('that does not pretend to know whether %s', async (_name, gapMs) => {
    const publisher = new Publisher();
    await publish(publisher);
    const now = calibrate();
    const { clockOffsetMs, boundMs } = publisher.connection.witness({
      ...now,
      epochMs: now.epochMs + gapMs,
    })!;
    // Frozen: the clocks agree as before. Set: CloudWatch's is behind now.
    for (const possibleMs of [0, -gapMs]) {
      expect(Math.abs(clockOffsetMs - possibleMs)).toBeLessThanOrEqual(boundMs);
    }
  });

  test('not without a date', async () => {
    const publisher = new Publisher();
    aheadMs = null;
    await publish(publisher);
    expect(publisher.connection.witness(calibrate())).toBeUndefined();
  });
});
