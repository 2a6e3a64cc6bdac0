import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { formatApisPage } from "../../../scripts/docs/format-apis-page.ts";
import { readRouteTables } from "../../../scripts/docs/read-route-tables.ts";

const PAGE = new URL("../../../docs/apis.md", import.meta.url);

test("docs/apis.md says what the tables in the code say; make it anew with: npm run docs:apis", async () => {
  const routes = await readRouteTables(process.env["MASKER_TEST_PYTHON"] ?? "python3");
  expect(await readFile(PAGE, "utf8")).toBe(formatApisPage(routes));
});
