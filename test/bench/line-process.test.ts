import { LineProcess, microseconds } from '../../bench/line-process';
import { oneShot } from '../../bench/warm/peer';

/** A client that reads `ports` and answers as told. */
function clientThat(answer: string): LineProcess {
  const program = `require('readline').createInterface({ input: process.stdin }).on('line', (port) => { ${answer} })`;
  return LineProcess.start([process.execPath, '-e', program]);
}

test('A client answers with seconds, sign and exponent as it likes; what it logs is skipped', async () => {
  const client = clientThat("console.log('{}'); console.log(port === '1' ? '-2.5e-6' : '+0.1')");
  expect(await client.ask(1)).toBeCloseTo(-2.5, 9);
  expect(await client.ask(2)).toBeCloseTo(100_000, 6);
  await client.stop();
});

test.each([
  ["console.log('error no reply')", 'the client answered "error no reply"'],
  ["console.log('')", 'the client answered ""'],
  ["console.error('out of memory'); process.exit(1)", 'out of memory'],
])('A client that does %s has failed, in its own words', async (answer, words) => {
  const client = clientThat(answer);
  await expect(client.ask(1)).rejects.toThrow(words);
  await client.stop();
});

test('A client that is not there has failed, too', async () => {
  const client = LineProcess.start(['/nowhere/client']);
  await expect(client.ask(1)).rejects.toThrow('the client ended');
  await client.stop();
});

test.each(['', ' ', 'NaN', 'x'])('"%s" is no number of seconds', (text) => {
  expect(() => microseconds(text)).toThrow('the client answered');
});

test('A command is run with the port, and its offset found in what it prints', async () => {
  const command = (port: number) => [process.execPath, '-e', `console.log('Offset -${port}e-6 secs')`];
  expect(await oneShot(command, /Offset (\S+) secs/).read(7)).toBeCloseTo(-7, 9);
  await expect(oneShot(command, /nothing like (it)/).read(7)).rejects.toThrow('no offset in');
});
