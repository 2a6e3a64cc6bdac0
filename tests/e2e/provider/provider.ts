import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerAnthropic } from "./answer-anthropic.ts";
import { answerGemini } from "./answer-gemini.ts";
import { answerBedrock } from "./answer-bedrock.ts";
import { answerOpenai } from "./answer-openai.ts";
import { answerVertex } from "./answer-vertex.ts";
import { createPromptCache } from "./prompt-cache.ts";
import { recordRequest, type RecordedRequest } from "./recorded-request.ts";
import { createScriptReader, type Script } from "./script.ts";
import { sendWhole } from "./send-answer.ts";

/** A stand-in for a model provider on loopback, which records all it sees and complains as the real one would. */
export interface Provider {
  readonly url: string;
  readonly port: number;
  /** Every request since the start or the last `forget`, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  script(script: Script): void;
  /** Drops the records; the prompt cache stays. */
  forget(): void;
  stop(): Promise<void>;
}

const GREETING: Script = [{ blocks: [{ type: "text", text: "Hello." }] }];

/** Starts the provider on a free port of 127.0.0.1, or on the given one. */
export async function startProvider({ port = 0 }: { port?: number } = {}): Promise<Provider> {
  const requests: RecordedRequest[] = [];
  const cache = createPromptCache();
  let arrived = 0;
  let next = createScriptReader(GREETING);
  const server = createServer((incoming, response) => {
    void (async () => {
      const request = await recordRequest(incoming, ++arrived);
      requests.push(request);
      response.once("close", () => (request.abandoned = !response.writableFinished));
      const { api } = request;
      if (api === "anthropic" || api === "count-tokens") await answerAnthropic(request, response, next, cache);
      else if (api === "gemini") await answerGemini(request, response, next);
      else if (api === "bedrock") await answerBedrock(request, response, next);
      else if (api === "vertex") await answerVertex(request, response, next);
      else if (api !== "unknown") await answerOpenai(api, request, response, next);
      else await sendWhole(response, 404, { error: { type: "not_found_error", message: "no such route here" } }, {});
    })().catch((error: unknown) => endWithFailure(response, error));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    script: (script) => (next = createScriptReader(script)),
    forget: () => (requests.length = 0),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** A script that throws is a mistake in a test: say it loudly, and let the client see a 500. */
function endWithFailure(response: ServerResponse, error: unknown): void {
  console.error("stand-in provider:", error);
  if (response.headersSent) response.destroy();
  else
    response
      .writeHead(500)
      .end(JSON.stringify({ type: "error", error: { type: "api_error", message: "script failed" } }));
}
