import type { Api } from "../../../masker-service/src/restore/deltas/find-deltas.ts";
import { createRecogniser } from "../../../masker-service/src/token/recogniser.ts";

/** As many as the pattern files have, about. */
const PREFIXES =
  "ec2 iam bucket vpc sg subnet ami elb rds ip acct arn token pw host cf apigw zone ws vpn vpcesvc vpce tgw snap lt key igw nat acl rtb eni vol pl lit";
const TEXT =
  "The instance ec2-001 is running in subnet-002, and its security group allows all traffic from everywhere; " +
  "that is not what you want. Look at the rules first, then stop it: no data is lost, since vol-003 stays. ";

export const recogniser = createRecogniser(PREFIXES.split(" "));
export const originals: ReadonlyMap<string, string> = new Map([
  ["ec2-001", "i-1234567890abcdef0"],
  ["subnet-002", "subnet-0abcdef1234567890"],
  ["vol-003", "vol-0abcdef1234567890"],
]);

export interface Workload {
  readonly name: string;
  readonly api: Api;
  /** The frame of delta number `number`. */
  readonly frame: (delta: string, number: number) => string;
  /** UTF-16 units of text in a delta. */
  readonly size: number;
}

export const WORKLOADS: readonly Workload[] = [
  { name: "Anthropic text", api: "anthropic", size: 6, frame: (text) => anthropic({ type: "text_delta", text }) },
  {
    name: "Anthropic text, long deltas",
    api: "anthropic",
    size: 60,
    frame: (text) => anthropic({ type: "text_delta", text }),
  },
  {
    name: "Anthropic tool input",
    api: "anthropic",
    size: 6,
    frame: (text, number) =>
      anthropic({ type: "input_json_delta", partial_json: (number === 0 ? '{"a":"' : "") + text }),
  },
  { name: "OpenAI chat", api: "openai-chat", size: 6, frame: chat },
  { name: "OpenAI Responses", api: "openai-responses", size: 6, frame: responses },
];

/** `count` frames whose deltas are one long text. */
export function writeFrames({ frame, size }: Workload, count: number): Buffer[] {
  return Array.from({ length: count }, (_, number) => {
    const at = (number * size) % TEXT.length;
    return Buffer.from(frame((TEXT + TEXT).slice(at, at + size), number));
  });
}

function anthropic(delta: object): string {
  return `event: content_block_delta\ndata: ${JSON.stringify({ type: "content_block_delta", index: 0, delta })}\n\n`;
}

function chat(content: string): string {
  const chunk = {
    id: "chatcmpl-709f4618-ca23",
    created: 1795245518,
    model: "openai/gpt-5",
    object: "chat.completion.chunk",
  };
  return `data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta: { content } }] })}\n\n`;
}

function responses(delta: string, number: number): string {
  const event = {
    type: "response.output_text.delta",
    item_id: "msg_99acd4e139ff4b399b64b38e82a848a4",
    output_index: 0,
  };
  return `data: ${JSON.stringify({ ...event, content_index: 0, delta, sequence_number: number })}\n\n`;
}
