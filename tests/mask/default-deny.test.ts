import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { buildEngine } from "../../masker-service/src/build-engine.ts";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { spliceText } from "../../masker-service/src/body/splice-strings.ts";
import { maskBody } from "../../masker-service/src/mask/mask-body.ts";
import { createThrowaway } from "../../masker-service/src/mask/throwaway.ts";
import { loadPatterns } from "../../masker-service/src/patterns/load.ts";
import { ALL_BLOCKS } from "../../scripts/docs/examples/all-blocks.ts";
import { loadRecordings } from "../e2e/recording/load-recordings.ts";
import { plantIdentifier } from "../e2e/recording/plant-identifier.ts";

const PATTERNS = fileURLToPath(new URL("../../masker-service/patterns", import.meta.url));
const maskTexts = buildEngine(await loadPatterns({ directories: [PATTERNS] })).maskTextsOf("default");

/** Thinking that holds an identifier is neither masked nor sent; the rest of the table is exempt only where nothing but base64 stands. */
const EXEMPT = "model";

/** The body as the provider would get it; undefined where it gets nothing. */
async function send(body: string): Promise<string | undefined> {
  try {
    return spliceText(body, (await maskBody(maskTexts, "s", body, createThrowaway())).changes);
  } catch (error) {
    if (error instanceof MaskerError && error.code === "refused") return undefined;
    throw error;
  }
}

test.each(loadRecordings())(
  "an identifier at any string or key of $file is masked, unless the exempt table names the place",
  async ({ recording }) => {
    const through = new Set<string>();
    let planted = 0;
    for (const { path, id, body } of plantIdentifier(recording.request)) {
      planted++;
      expect(body).toContain(id);
      if ((await send(body))?.includes(id) === true) through.add(path);
    }
    expect(planted).toBeGreaterThan(3);
    expect([...through].filter((path) => path !== EXEMPT)).toEqual([]);
    expect(through.has(EXEMPT)).toBe(recording.request.includes(`"model":"`) && !recording.path.includes("Content"));
  },
);

test.each(
  ALL_BLOCKS.flatMap(({ api, called, blocks }) =>
    blocks.map((block) => ({ name: `${api}: ${called} ${block.type}`, ...block })),
  ),
)("the same in every block that an SDK knows: $name", async ({ body: example }) => {
  for (const { path, id, body } of plantIdentifier(JSON.stringify(example))) {
    if (path !== EXEMPT) expect((await send(body)) ?? "").not.toContain(id);
  }
});
