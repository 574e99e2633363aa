import { createPacer } from '../../../lambda/ntp/pacer';

/** Sends of a pacer whose clock says 1 ms more at every look, so that nothing depends on the machine. */
async function sendsOf(senders: number, gapMs: number): Promise<{ who: number; atMs: number }[]> {
  let nowMs = 0;
  const turn = createPacer(gapMs, () => ++nowMs);
  const sends: { who: number; atMs: number }[] = [];
  const send = async (who: number) => {
    await turn();
    sends.push({ who, atMs: nowMs });
  };
  await Promise.all(Array.from({ length: senders }, (_, who) => send(who)));
  return sends;
}

describe('Senders', () => {
  test('go in the order in which they asked', async () => {
    const sends = await sendsOf(50, 0);
    expect(sends.map((each) => each.who)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test.each([0, 1, 2, 7])('go %d ms apart', async (gapMs) => {
    const sends = await sendsOf(20, gapMs);
    const gaps = sends.slice(1).map((each, i) => each.atMs - sends[i]!.atMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(gapMs);
  });

  test('let the event loop come round between them, so that replies are stamped as they arrive', async () => {
    let rounds = 0;
    let counting = setImmediate(function count() {
      rounds += 1;
      counting = setImmediate(count);
    });
    const turn = createPacer(0);
    const seen = await Promise.all(Array.from({ length: 5 }, () => turn().then(() => rounds)));
    clearImmediate(counting);
    expect(new Set(seen).size).toBe(5);
  });

  test('who ask later start anew', async () => {
    const turn = createPacer(1);
    await turn();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    await turn();
  });
});
