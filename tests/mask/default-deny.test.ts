import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { spliceText } from "../../masker-service/src/body/splice-strings.ts";
import { maskBody } from "../../masker-service/src/mask/mask-body.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import { ALL_BLOCKS } from "../../scripts/docs/examples/all-blocks.ts";
import { loadRecordings } from "../e2e/recording/load-recordings.ts";
import { plantIdentifier } from "../e2e/recording/plant-identifier.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const maskTexts = buildEngine(await loadPatterns({ directories: [PATTERNS] })).maskTextsOf("default");

/** Of the table of exemptions, what may hold a text: the rest is exempt only where nothing but base64 stands. */
const EXEMPT = /^model$|^messages\.\d+\.(?:content|thinking_blocks)\.\d+\.(?:thinking|signature)$/;

test.each(loadRecordings())(
  "an identifier at any string or key of $file is masked, unless the exempt table names the place",
  async ({ recording }) => {
    const through = new Set<string>();
    let planted = 0;
    for (const { path, id, body } of plantIdentifier(recording.request)) {
      planted++;
      expect(body).toContain(id);
      const masked = await maskBody(maskTexts, "s", body, createThrowaway());
      if (spliceText(body, masked.changes).includes(id)) through.add(path);
    }
    expect(planted).toBeGreaterThan(3);
    expect([...through].filter((path) => !EXEMPT.test(path))).toEqual([]);
    expect(through.has("model")).toBe(recording.request.includes(`"model":"`) && !recording.path.includes("Content"));
  },
);

test.each(
  ALL_BLOCKS.flatMap(({ api, called, blocks }) =>
    blocks.map((block) => ({ name: `${api}: ${called} ${block.type}`, ...block })),
  ),
)("the same in every block that an SDK knows: $name", async ({ body: example }) => {
  for (const { path, id, body } of plantIdentifier(JSON.stringify(example))) {
    const masked = await maskBody(maskTexts, "s", body, createThrowaway());
    if (!EXEMPT.test(path)) expect(spliceText(body, masked.changes)).not.toContain(id);
  }
});
