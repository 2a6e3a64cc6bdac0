import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const TEXT = 0x1;
const CLOSE = 0x8;
const MASK_BYTES = 4;
const LONG = 126;

/** Takes the handshake of a websocket (RFC 6455) and says every text back; `onText` gets each. Texts of up to 64 KiB. */
export function echoWebSocket(request: IncomingMessage, socket: Duplex, onText: (text: string) => void): void {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${GUID}`).digest("base64");
  const head = ["HTTP/1.1 101 Switching Protocols", "upgrade: websocket", "connection: upgrade"];
  socket.write([...head, `sec-websocket-accept: ${accept}`, "", ""].join("\r\n"));
  socket.on("error", () => socket.destroy());
  let waiting = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let frame = takeFrame(waiting); frame !== undefined; frame = takeFrame(waiting)) {
      waiting = waiting.subarray(frame.length);
      if (frame.opcode === TEXT) onText(frame.payload.toString());
      if (frame.opcode === TEXT || frame.opcode === CLOSE) socket.write(writeFrame(frame.opcode, frame.payload));
      if (frame.opcode === CLOSE) socket.end();
    }
  });
}

function takeFrame(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] ?? 0) & 0x7f;
  const start = 2 + (short === LONG ? 2 : 0) + MASK_BYTES;
  if (bytes.length < start) return undefined;
  const size = short === LONG ? bytes.readUInt16BE(2) : short;
  if (bytes.length < start + size) return undefined;
  const mask = bytes.subarray(start - MASK_BYTES, start);
  const payload = Buffer.from(bytes.subarray(start, start + size).map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
  return { opcode: (bytes[0] ?? 0) & 0x0f, payload, length: start + size };
}

function writeFrame(opcode: number, payload: Buffer): Buffer {
  const size = payload.length < LONG ? [payload.length] : [LONG, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...size]), payload]);
}
