import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, test } from "vitest";
import { REPOSITORY } from "../chain/repository.ts";
import { newInstanceId } from "../originals.ts";
import { claudeCommand } from "../run-claude.ts";
import { newTeamKey } from "../team-key.ts";
import { useGateway } from "../use-gateway.ts";
import { ANSWER_POINTS } from "./answer-points.ts";
import { ENDPOINT_POINTS } from "./endpoint-points.ts";
import { formatContract } from "./format-contract.ts";
import type { Observation } from "./observation.ts";
import { observe } from "./observe.ts";
import { REQUEST_POINTS } from "./request-points.ts";

const POINTS = [...ENDPOINT_POINTS, ...REQUEST_POINTS, ...ANSWER_POINTS];
/** Of the page at `GET /protocol`. Those of sign-in are one point here, because this gateway has none. */
const SECTIONS = (
  "Flow, Discovery, Device authorization, Verification page, Token, Messages, Managed settings, Models, Telemetry, Errors, " +
  "Usage-limit headers, Billing group, Bearer token, TLS, Client guarantees"
)
  .split(", ")
  .concat("Proxying to Bedrock, Vertex, or Foundry");
const used = useGateway();
let seen: Observation;

beforeAll(async () => {
  seen = await observe(used, newTeamKey(), newInstanceId());
});

test.for(POINTS.map((point) => [`${point.part}: ${point.asks}`, point] as const))("%s", ([, point]) => {
  expect(point.holds(seen), `${point.verdict}: ${point.here}`).toBe(true);
});

test("the contract in this Claude Code has the sections that the points were written for", async () => {
  const binary = await readFile(claudeCommand);
  const begin = binary.indexOf("# Claude Code gateway protocol\n");
  const contract = binary.subarray(begin, binary.indexOf("\n## References", begin)).toString("latin1");
  expect([...contract.matchAll(/^## (.+?)(?: \\u2014 .*)?$/gm)].map(([, title]) => title)).toEqual(SECTIONS);
});

test("docs/gateway-protocol.md says what was seen; `npm test -- tests/e2e/gateway-protocol --update` writes it anew", async () => {
  const { stdout } = await execa(claudeCommand, ["--version"]);
  const page = formatContract(POINTS, `Claude Code ${stdout.split(" ")[0] ?? ""} and LiteLLM 1.106.2`);
  await expect(page).toMatchFileSnapshot(join(REPOSITORY, "docs/gateway-protocol.md"));
});
