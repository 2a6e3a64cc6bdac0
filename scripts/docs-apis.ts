import { writeFile } from "node:fs/promises";
import path from "node:path";
import { formatApisPage } from "./docs/format-apis-page.ts";
import { readRouteTables } from "./docs/read-route-tables.ts";
import { REPOSITORY } from "./repository.ts";

/** Writes docs/apis.md anew. */
const routes = await readRouteTables(process.env["PYTHON"] ?? "python3");
await writeFile(path.join(REPOSITORY, "docs/apis.md"), formatApisPage(routes));
console.log("docs/apis.md is written");
