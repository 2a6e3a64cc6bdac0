import { Writable } from "node:stream";
import winston from "winston";
import type { Log } from "../../masker-service/src/log.ts";

/** The lines that a log writes from now on, as they are written. */
export function recordLog(log: Log): string[] {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString().trimEnd());
      done();
    },
  });
  log.add(new winston.transports.Stream({ stream }));
  return lines;
}
