import { Sha256 } from '../../../lambda/function/native-sha256';

const bytes = (text: string) => new TextEncoder().encode(text);

async function digestOf(hash: Sha256, ...parts: readonly string[]): Promise<string> {
  for (const part of parts) {
    hash.update(bytes(part));
  }
  return Buffer.from(await hash.digest()).toString('hex');
}

test('A digest is that of FIPS 180-4, over and over again', async () => {
  const hash = new Sha256();
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await digestOf(hash, 'a', 'bc')).toBe(expected);
  hash.reset();
  expect(await digestOf(hash, 'abc')).toBe(expected);
});

test.each([
  ['text', 'Jefe'],
  ['bytes', bytes('Jefe')],
  ['a buffer', bytes('Jefe').buffer],
])('With a key as %s it is the HMAC of RFC 4231, section 4.3', async (_name, secret) => {
  expect(await digestOf(new Sha256(secret), 'what do ya want ', 'for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
