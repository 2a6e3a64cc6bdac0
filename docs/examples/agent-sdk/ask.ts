// node ask.ts "what to do", with ANTHROPIC_BASE_URL and ANTHROPIC_AUTH_TOKEN set as for `claude` itself.
import { query } from "@anthropic-ai/claude-agent-sdk";

const [prompt = "say hello"] = process.argv.slice(2);
for await (const message of query({ prompt, options: { allowedTools: ["Read"], settingSources: [] } })) {
  if (message.type === "result") console.log(message.subtype === "success" ? message.result : message.subtype);
}
