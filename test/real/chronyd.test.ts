import { Chronyd } from '../../testkit/ntp/chronyd-process';

/** The yardstick itself: what the other tests here take for the truth. */
describe('A real chronyd', () => {
  let chronyd: Chronyd;
  afterEach(() => chronyd.stop());

  test('is right, until it is stepped', async () => {
    chronyd = await Chronyd.start();
    expect(await chronyd.aheadMs()).toBeCloseTo(0, 3);
    await chronyd.step(250);
    expect(await chronyd.aheadMs()).toBeCloseTo(250, 3);
    await chronyd.step(-620);
    expect(await chronyd.aheadMs()).toBeCloseTo(-370, 3);
  });

  test('drifts, and knows how far it got', async () => {
    chronyd = await Chronyd.start();
    await chronyd.drift(10_000);
    const [before, first, second] = [performance.now(), await chronyd.aheadMs(), await chronyd.aheadMs()];
    expect(second).toBeGreaterThan(first);
    expect(second - first).toBeLessThan((performance.now() - before) * 0.0101);
  });
});
