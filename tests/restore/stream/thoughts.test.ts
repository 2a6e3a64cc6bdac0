import { expect, test } from "vitest";
import { digestThought } from "../../../masker-service/src/body/thoughts.ts";
import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import { restoreBody } from "../../../masker-service/src/restore/restore-body.ts";
import { createStreamRestorer } from "../../../masker-service/src/restore/stream-restorer.ts";
import { ORIGINALS, recogniser } from "../originals.ts";
import { blockStop, event, textDelta } from "./anthropic-events.ts";

const FIRST = 'say "i-0ddddddddddddddd1" 🤖 \ud83e\n';
const SECOND = "ec2-001 is i-0ddddddddddddddd2";

function thinkingDelta(index: number, thinking: string): string {
  return event({ type: "content_block_delta", index, delta: { type: "thinking_delta", thinking } });
}

/** UTF-16 unit by unit: half a surrogate pair may come alone. */
function cut(text: string): string[] {
  return text.split("");
}

function hear(api: Api, stream: string, pieceLength: number): string[] {
  const heard: string[] = [];
  const onThought = (digest: string): void => void heard.push(digest);
  const restorer = createStreamRestorer({ api, originals: ORIGINALS, recogniser, onThought });
  const bytes = Buffer.from(stream);
  const out: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength)
    out.push(...restorer.feed(bytes.subarray(at, at + pieceLength)));
  out.push(...restorer.end());
  expect(Buffer.concat(out).equals(bytes)).toBe(true);
  return heard;
}

const MESSAGES = [
  event({ type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "s", signature: "" } }),
  ...cut(FIRST.slice(1)).map((piece) => thinkingDelta(0, piece)),
  event({ type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "ec2-001" } }),
  blockStop(0),
  textDelta(1, "so "),
  blockStop(1),
  event({ type: "content_block_start", index: 2, content_block: { type: "thinking", thinking: "", signature: "" } }),
  thinkingDelta(2, SECOND),
].join("");

function chatChunk(index: number, thinking: string, signature: string | null): string {
  const delta = { thinking_blocks: [{ type: "thinking", thinking, signature }] };
  return `data: ${JSON.stringify({ choices: [{ index, delta }] })}\n\n`;
}

const CHAT = [
  ...cut(FIRST).flatMap((piece, at) => [chatChunk(0, piece, null), chatChunk(1, SECOND.charAt(at), "")]),
  chatChunk(0, "", "s"),
  chatChunk(1, SECOND.slice(FIRST.length), "s"),
].join("");

test.each([
  ["the Messages API", "anthropic", MESSAGES],
  ["LiteLLM's chat", "openai-chat", CHAT],
] as const)("Each thought of a stream of %s is heard whole, however it is cut", (_, api, stream) => {
  const whole = [FIRST, SECOND].map(digestThought);
  for (const length of [1, 7, 4096]) expect(hear(api, stream, length)).toEqual(whole);
});

test("Each thought of a whole answer is heard, as bytes and as text", () => {
  const think = (thinking: string): object => ({ type: "thinking", thinking, signature: "s" });
  const bodies = [
    { content: [think(FIRST), { type: "text", text: "so" }, think(SECOND)] },
    { choices: [{ message: { thinking_blocks: [think(FIRST), think(SECOND)] } }] },
  ];
  for (const body of bodies) {
    const json = JSON.stringify(body);
    const heard = [FIRST, SECOND].map(digestThought);
    expect(restoreBody(json, recogniser, { originals: ORIGINALS }).thoughts).toEqual(heard);
    const bytes = Buffer.from(json).toString("latin1");
    expect(restoreBody(bytes, recogniser, { originals: ORIGINALS }, true).thoughts).toEqual(heard);
  }
});
