import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

/**
 * Stands in the bundle where the SDK imports its checksums (`Checksum` in @smithy/types), for the signature of
 * requests. Node always has this one; the SDK carries another in JavaScript for where it hasn't.
 */
export class Sha256 {
  readonly digestLength = 32;
  private hash!: Hash | Hmac;

  /** @param secret a key; with one the digest is an HMAC */
  constructor(private readonly secret?: string | Uint8Array | ArrayBuffer) {
    this.reset();
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }

  reset(): void {
    const { secret } = this;
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBuffer(secret));
  }
}

function toBuffer(data: string | Uint8Array | ArrayBuffer): Buffer {
  return typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as Uint8Array);
}
