/** Numbers as little-endian base 128, seven bits a byte, the high bit set on all but the last (LEB128). */
export interface ByteWriter {
  number(value: number): void;
  /** Length, then the bytes. */
  bytes(value: Uint8Array): void;
  /** Length, then UTF-8. */
  text(value: string): void;
  finish(): Buffer;
}

export function createByteWriter(): ByteWriter {
  const written: number[] = [];
  const number = (value: number) => {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) written.push((rest % 0x80) | 0x80);
    written.push(rest);
  };
  const bytes = (value: Uint8Array) => {
    number(value.length);
    for (const byte of value) written.push(byte);
  };
  return {
    number,
    bytes,
    text: (value) => bytes(Buffer.from(value, "utf8")),
    finish: () => Buffer.from(written),
  };
}
