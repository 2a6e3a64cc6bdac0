import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** An MCP server on standard input with one tool, `note`: it writes what it is told into NOTES_FILE and says it back. */
const TOOL = {
  name: "note",
  description: "Writes a note",
  inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
};

interface Request {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string; readonly arguments?: { readonly text: string } };
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const request = JSON.parse(line) as Request;
  if (request.id === undefined) return;
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id: request.id, result: answer(request) })}\n`);
});

function answer({ method, params }: Request): object {
  if (method === "initialize") {
    const serverInfo = { name: "notes", version: "1.0.0" };
    return { protocolVersion: params?.protocolVersion ?? "2025-06-18", capabilities: { tools: {} }, serverInfo };
  }
  if (method === "tools/list") return { tools: [TOOL] };
  if (method !== "tools/call") return {};
  const text = params?.arguments?.text ?? "";
  appendFileSync(process.env["NOTES_FILE"] ?? "", `${text}\n`);
  return { content: [{ type: "text", text: `noted: ${text}` }] };
}
