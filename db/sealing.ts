import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * AES-256-GCM with a random 96-bit nonce; the associated data binds a value to its place, so that a sealed value
 * moved to another row or column does not open. Layout: version (1) | nonce (12) | tag (16) | ciphertext.
 */
const VERSION = 1;

export class SealError extends Error {
  override name = 'SealError';
}

export function sealBytes(key: KeyObject, place: string, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** @throws SealError when the bytes were changed, moved, or sealed under another key */
export function openBytes(key: KeyObject, place: string, sealed: Buffer): Buffer {
  if (sealed[0] !== VERSION || sealed.length < 29)
    throw new SealError(`sealed value of ${place} has an unknown layout`);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(13, 29));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
  } catch {
    throw new SealError(`sealed value of ${place} does not open: wrong master key, or the value was changed`);
  }
}

/** The key of keys. Its id (a truncated hash of a derived value) tells which master key wrapped a data key. */
export class MasterKey {
  readonly id: string;
  readonly #wrapping: KeyObject;
  readonly #secret: Buffer;

  constructor(secret: Buffer) {
    if (secret.length !== 32) throw new SealError('the master key must be 32 bytes');
    this.#secret = secret;
    this.#wrapping = createSecretKey(this.derive('data-key-wrapping'));
    this.id = createHash('sha256').update(this.derive('key-id')).digest('hex').slice(0, 16);
  }

  /** A 32-byte key for one purpose (HKDF-SHA-256). */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#secret, Buffer.alloc(0), `tocsin/${purpose}`, 32));
  }

  wrap(dataKey: Buffer, place: string): Buffer {
    return sealBytes(this.#wrapping, place, dataKey);
  }

  unwrap(wrapped: Buffer, place: string): Buffer {
    return openBytes(this.#wrapping, place, wrapped);
  }
}

/** One data key in use: seals text and JSON for named places. */
export class Sealer {
  readonly #key: KeyObject;

  constructor(key: Buffer) {
    this.#key = createSecretKey(key); // a cipher takes one in a third of the time that it needs for bytes
  }

  seal(place: string, value: unknown): Buffer {
    return sealBytes(this.#key, place, Buffer.from(JSON.stringify(value)));
  }

  open<T>(place: string, sealed: Buffer): T {
    return JSON.parse(openBytes(this.#key, place, sealed).toString()) as T;
  }

  /**
   * The same 16 hex digits for the same text under this key, and no way back without it: what names a person in a
   * key or in hashed content, so that erasing the key erases the name too.
   */
  pseudonym(text: string): string {
    return createHmac('sha256', this.#key).update(`pseudonym/${text}`).digest('hex').slice(0, 16);
  }
}
