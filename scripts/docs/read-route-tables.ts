import path from "node:path";
import { execa } from "execa";
import { z } from "zod";
import { REPOSITORY } from "../repository.ts";

const TABLES = ["MASKED", "COUNTED", "REFUSED", "LOCAL"] as const;
const PRINT = `import json, runpy, sys; t = runpy.run_path(sys.argv[1]); print(json.dumps({n: t[n] for n in sys.argv[2:]}))`;

const pairs = z.array(z.tuple([z.string(), z.string()]));
const schema = z.object({ MASKED: pairs, COUNTED: pairs, REFUSED: pairs, LOCAL: z.array(z.string()) });

export type RouteTables = z.infer<typeof schema>;

/** The guard's own tables, read by a Python that needs no package. */
export async function readRouteTables(python: string): Promise<RouteTables> {
  const file = path.join(REPOSITORY, "litellm/gateway/routes.py");
  const { stdout } = await execa(python, ["-I", "-B", "-c", PRINT, file, ...TABLES]);
  return schema.parse(JSON.parse(stdout));
}
