import { crc32 } from "node:zlib";

const STRING_HEADER = 7;
const PRELUDE_BYTES = 8;
const CHECKSUM_BYTES = 4;

/**
 * One message of AWS's binary event stream: lengths, their checksum, headers, payload, checksum of it all.
 * Source: https://smithy.io/2.0/aws/amazon-eventstream.html
 */
export function eventStreamMessage(eventType: string, payload: object): Buffer {
  const headers = Buffer.concat([
    stringHeader(":event-type", eventType),
    stringHeader(":content-type", "application/json"),
    stringHeader(":message-type", "event"),
  ]);
  return frame(headers, payload);
}

/** The message that ends a stream with an error, such as `throttlingException`. */
export function eventStreamException(exceptionType: string, message: string): Buffer {
  const headers = Buffer.concat([
    stringHeader(":exception-type", exceptionType),
    stringHeader(":content-type", "application/json"),
    stringHeader(":message-type", "exception"),
  ]);
  return frame(headers, { message });
}

function frame(headers: Buffer, payload: object): Buffer {
  const body = Buffer.from(JSON.stringify(payload));
  const prelude = Buffer.alloc(PRELUDE_BYTES);
  prelude.writeUInt32BE(PRELUDE_BYTES + CHECKSUM_BYTES + headers.length + body.length + CHECKSUM_BYTES, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const message = Buffer.concat([prelude, checksum(prelude), headers, body]);
  return Buffer.concat([message, checksum(message)]);
}

function stringHeader(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING_HEADER]),
    length,
    Buffer.from(value),
  ]);
}

function checksum(bytes: Buffer): Buffer {
  const written = Buffer.alloc(CHECKSUM_BYTES);
  written.writeUInt32BE(crc32(bytes));
  return written;
}
