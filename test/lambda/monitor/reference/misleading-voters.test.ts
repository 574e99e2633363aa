import { metricData } from '../../../../lambda/function/metric-data';
import type { RunResult } from '../../../../lambda/monitor/reading';
import { fromMs } from '../../../../lambda/ntp/timestamp';
import { NOON_MS, type SimulatedServer, Simulation } from '../../../../testkit/ntp/simulated-network';

/** Whole runs against servers that once bent reference time, or hid what was wrong. Paths and clocks in ms. */
async function runOf(
  servers: Record<string, SimulatedServer>,
  options: Parameters<Simulation['run']>[0] = {},
) {
  return new Simulation(servers).run(options);
}

function verdicts({ servers }: RunResult): Record<string, string> {
  return Object.fromEntries(servers.map(({ server, verdict }) => [server, verdict]));
}

function remarksOn({ servers }: RunResult, name: string): string[] {
  const { remarks = [] } = servers.find(({ server }) => server === name)!;
  return remarks.map(({ id, severity }) => `${severity} ${id}`);
}

const NEAR = { forthMs: 0.5, backMs: 0.5 };
const FREE_RUNNING = { refId: Buffer.from([127, 127, 1, 1]) };
const server = (number: number) => Buffer.from([192, 0, 2, number]);

test('A liar beside a dead voter doesn’t move reference time onto its lie', async () => {
  const result = await runOf({
    right: { forthMs: 15, backMs: 15 },
    liar: { aheadMs: 20, forthMs: 6, backMs: 6 },
    dead: { down: true },
    target: { ...NEAR, role: 'target', limitMs: 10 },
  });
  const { clockOffsetMs, boundMs } = result.reference;
  expect(verdicts(result)).toMatchObject({ target: 'uncertain' });
  // From -15, if the liar lied, to 26, if the other did.
  expect(Math.max(26 - clockOffsetMs!, clockOffsetMs! + 15)).toBeCloseTo(boundMs!, 0);
});

describe('A follower brings no vote of its own', () => {
  const liar = { ...NEAR, aheadMs: 100 };
  const follower = { ...liar, stratum: 2, rootDispersionMs: 1, packet: { refId: server(1) } };

  test('so that a liar and its follower don’t outvote a server that is right', async () => {
    const result = await runOf({ liar, follower, right: NEAR, target: { ...NEAR, role: 'target' } });
    expect(result.reference).toMatchObject({ known: false, kin: [['liar', 'follower']] });
    expect(verdicts(result)).toEqual({
      liar: 'uncertain',
      follower: 'uncertain',
      right: 'uncertain',
      target: 'uncertain',
    });
    expect(remarksOn(result, 'follower')).toEqual(['info kin']);
    expect(result.servers[1]).toMatchObject({ vote: 'none', sharesVoteOf: 'liar' });
  });

  test('and is judged like any other voter', async () => {
    const result = await runOf({ liar, follower, right: NEAR, too: NEAR, three: NEAR, four: NEAR });
    expect(verdicts(result)).toMatchObject({ liar: 'outside', follower: 'outside', right: 'within' });
    expect(result.reference.falsetickers.map((each) => each.server)).toEqual(['liar']);
  });

  test('while its upstream is silent it votes itself', async () => {
    const result = await runOf({
      silent: { down: true },
      follower: { ...follower, aheadMs: 0 },
      right: NEAR,
    });
    expect(result.reference).toMatchObject({ known: true, truechimers: ['follower', 'right'] });
  });

  test('two followers of a silent voter have one vote', async () => {
    const first = { ...follower, aheadMs: 100 };
    const result = await runOf({ silent: { down: true }, first, second: first, right: NEAR, too: NEAR });
    expect(result.reference).toMatchObject({ known: true, truechimers: ['right', 'too'] });
    expect(result.servers[2]).toMatchObject({ vote: 'none', sharesVoteOf: 'first' });
  });
});

test('Voters whose clock was set at the same instant are one machine under several addresses', async () => {
  const reference = fromMs(-500.25, NOON_MS);
  const two = { ...NEAR, stratum: 2, rootDispersionMs: 1, packet: { refId: server(99), reference } };
  const result = await runOf({
    one: two,
    two,
    other: { ...two, packet: { refId: server(99) } },
    right: NEAR,
  });
  expect(result.reference.kin).toEqual([['one', 'two']]);
  expect(remarksOn(result, 'other')).toEqual(['info common-upstream']);
  expect(result.reference.truechimers).toEqual(['one', 'other', 'right']);
});

test('Primary servers of one kind are not kin, be their pulse set in the same instant', async () => {
  const gps = { ...NEAR, packet: { reference: fromMs(-500.25, NOON_MS) } };
  const { reference } = await runOf({ a: gps, b: gps, c: gps });
  expect(reference.truechimers).toEqual(['a', 'b', 'c']);
});

test('Voters that follow each other in a circle have one vote, and are named', async () => {
  const of = (refId: Buffer) => ({ ...NEAR, stratum: 4, rootDispersionMs: 1, packet: { refId } });
  const result = await runOf({ a: of(server(2)), b: of(server(1)), c: NEAR, d: NEAR });
  expect(result.reference).toMatchObject({ loops: [['a', 'b']], kin: [['a', 'b']] });
  expect(remarksOn(result, 'a')).toEqual(['info kin', 'warn loop']);
});

describe('Who is not fit to vote is judged all the same:', () => {
  test('a voter that is so far away that it agrees with anybody', async () => {
    const far = { forthMs: 400, backMs: 400 };
    const result = await runOf({
      right: NEAR,
      wrong: { ...NEAR, aheadMs: 100 },
      far,
      four: NEAR,
      five: NEAR,
    });
    expect(verdicts(result)).toEqual({
      right: 'within',
      wrong: 'outside',
      far: 'uncertain',
      four: 'within',
      five: 'within',
    });
    expect(remarksOn(result, 'far')).toEqual(['info distance']);
    expect(result.servers[2]).toMatchObject({ vote: 'none' });
  });

  test('free-running voters, who agree with each other and with nobody else', async () => {
    const adrift = { ...NEAR, stratum: 10, packet: FREE_RUNNING };
    const right = { forthMs: 15, backMs: 15 };
    const voters = { a: { ...adrift, aheadMs: 10 }, b: { ...adrift, aheadMs: 10.05 }, c: right, d: right };
    const { reference, ...result } = await runOf(voters);
    expect(reference).toMatchObject({ known: true, truechimers: ['c', 'd'] });
    expect(reference.boundMs).toBeCloseTo(15, 0);
    expect(remarksOn({ reference, ...result }, 'a')).toEqual(['warn free-running', 'info no-dispersion']);
  });

  test('a free-running voter that is meant to be one votes, with a dispersion that it didn’t state', async () => {
    const adrift = { ...NEAR, stratum: 10, packet: FREE_RUNNING, freeRunning: true };
    const result = await runOf({ a: adrift, b: adrift, c: adrift });
    expect(result.reference).toMatchObject({ known: true, truechimers: ['a', 'b', 'c'] });
    expect(result.reference.boundMs).toBeCloseTo(5.5, 0);
    expect(remarksOn(result, 'a')).toEqual(['info no-dispersion']);
  });

  test('the followers of a free-running target drift along, too, and have no vote', async () => {
    const follower = { ...NEAR, aheadMs: 100, stratum: 6, packet: { refId: server(1) } };
    const result = await runOf({
      adrift: { ...NEAR, aheadMs: 100, role: 'target', stratum: 5, packet: FREE_RUNNING },
      one: follower,
      other: follower,
      right: NEAR,
      another: NEAR,
    });
    expect(verdicts(result)).toMatchObject({ one: 'outside', other: 'outside', right: 'within' });
  });

  test('the followers of a free-running voter drift along, and have no vote', async () => {
    const adrift = { ...NEAR, aheadMs: 10, packet: FREE_RUNNING };
    const follower = { ...adrift, stratum: 2, rootDispersionMs: 1, packet: { refId: server(1) } };
    const { reference } = await runOf({ adrift, follower, c: NEAR, d: NEAR });
    expect(reference).toMatchObject({ truechimers: ['c', 'd'], falsetickers: [] });
  });
});

test('Two voters whose intervals exclude each other are named, though a third agrees with both', async () => {
  const bridge = { forthMs: 100, backMs: 100 };
  const result = await runOf({ a: NEAR, b: { ...NEAR, aheadMs: 60 }, bridge });
  expect(result.reference).toMatchObject({
    known: true,
    truechimers: ['a', 'b', 'bridge'],
    disagreements: [{ servers: ['a', 'b'], apartMs: expect.closeTo(59, 1) }],
  });
  expect(remarksOn(result, 'a')).toEqual(['warn disagreement']);
  expect(remarksOn(result, 'bridge')).toEqual([]);
});

test('Of three voters one is so far away that it agrees with both others: they disagree, and nobody is proven right', async () => {
  const { reference, servers } = await runOf({
    a: NEAR,
    b: { ...NEAR, aheadMs: 100 },
    c: { forthMs: 400, backMs: 400 },
  });
  expect(reference).toMatchObject({ known: false, truechimers: [] });
  expect(reference.explanation).toMatch(/a\b.*\bb\b/);
  expect(servers.map(({ verdict, reason }) => [verdict, reason])).toEqual(
    Array.from({ length: 3 }, () => ['uncertain', 'no-reference']),
  );
  expect(servers[2]).toMatchObject({ vote: 'none', remarks: [{ id: 'distance', severity: 'info' }] });
});

describe('From one side of an ocean, with one voter near and three far away', () => {
  const FAR = [47, 48, 45].map((ms) => ({ forthMs: ms, backMs: ms }));
  const shipped = (near: SimulatedServer) => ({ near, far1: FAR[0]!, far2: FAR[1]!, far3: FAR[2]! });

  test('each right server is proven to within its path and the others’ root distance', async () => {
    const { servers } = await runOf(shipped({ forthMs: 1, backMs: 1 }));
    expect(servers.map(({ verdict }) => verdict)).toEqual(['within', 'within', 'within', 'within']);
    expect(servers.map(({ uncertaintyMs }) => Math.round(uncertaintyMs!))).toEqual([46, 48, 49, 46]);
  });

  test('a near server that is wrong is outvoted by far ones', async () => {
    const { reference, servers } = await runOf(shipped({ forthMs: 1, backMs: 1, aheadMs: 90 }));
    expect(reference.falsetickers.map(({ server: name }) => name)).toEqual(['near']);
    expect(servers[0]).toMatchObject({ vote: 'falseticker', verdict: 'uncertain' });
    expect(servers.flatMap(({ remarks = [] }) => remarks)).toEqual([]); // its vote says it all
  });
});

test('Of two voters neither may lie, so that neither proves itself by its own claim', async () => {
  const { servers } = await runOf({ near: NEAR, far: { forthMs: 40, backMs: 40 } });
  expect(servers[1]!.uncertaintyMs).toBeGreaterThan(40);
});

describe('A domain controller that admits to ten seconds', () => {
  const controller: SimulatedServer = {
    ...NEAR,
    role: 'target',
    limitMs: 300_000,
    rootDispersionMs: 10_730,
    packet: { version: 3, refId: Buffer.from('LOCL') },
  };

  test('has an offset and is within its limit', async () => {
    const result = await runOf({ controller, a: NEAR, b: NEAR, c: NEAR });
    expect(result.servers[0]).toMatchObject({ verdict: 'within', vote: 'none' });
    expect(result.servers[0]!.uncertaintyMs).toBeLessThan(2);
    expect(remarksOn(result, 'controller')).toEqual(['info distance', 'warn free-running']);
  });
});

test('A server that is not synchronised stays unusable, and how far off it is can be read', async () => {
  const lost = { ...NEAR, aheadMs: 700, packet: { leap: 3 } };
  const result = await runOf({ lost, a: NEAR, b: NEAR, c: NEAR });
  expect(result.servers[0]).toMatchObject({
    verdict: 'unusable',
    reason: 'unsynchronised',
    offsetMs: expect.closeTo(700, 1),
    clockOffsetMs: expect.closeTo(700, 1),
  });
  const ofLost = [...metricData(result)].filter(({ Dimensions }) => Dimensions.at(-1)?.Value === 'lost');
  const published = ofLost.map(({ MetricName }) => MetricName);
  expect(published).toContain('RoundTripDelay');
  expect(published).not.toContain('Offset');
  expect(published).not.toContain('Uncertainty');
});
