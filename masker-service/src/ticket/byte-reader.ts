/** Reads what `createByteWriter` wrote; throws RangeError past the end. */
export interface ByteReader {
  number(): number;
  bytes(): Buffer;
  text(): string;
  readonly done: boolean;
}

export function createByteReader(source: Buffer): ByteReader {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let weight = 1; ; weight *= 0x80) {
      const byte = source.readUInt8(at++);
      value += (byte & 0x7f) * weight;
      if (byte < 0x80) return value;
    }
  };
  const bytes = () => {
    const length = number();
    at += length;
    if (at > source.length) throw new RangeError("goes past the end");
    return source.subarray(at - length, at);
  };
  return {
    number,
    bytes,
    text: () => bytes().toString("utf8"),
    get done() {
      return at >= source.length;
    },
  };
}
