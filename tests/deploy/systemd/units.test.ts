import { existsSync, globSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { REPOSITORY } from "../../e2e/chain/repository.ts";
import { readText } from "../compose-file.ts";

const UNITS = globSync("deploy/systemd/*.service", { cwd: REPOSITORY });
const INSTALLED = "/opt/masking-gateway/";

test("there is one for the masker and one for LiteLLM", () => {
  expect(UNITS).toHaveLength(2);
});

describe.each(UNITS)("%s", (unit) => {
  test("is confined, and nobody's root", async () => {
    const lines = (await readText(unit)).split("\n");
    const confined = ["DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes"];
    expect(lines).toEqual(
      expect.arrayContaining([...confined, "CapabilityBoundingSet=", "SystemCallFilter=@system-service"]),
    );
  });

  test("names no file that is not in the repository, or installed by its own commands", async () => {
    const text = await readText(unit);
    const files = [...text.matchAll(/\/opt\/masking-gateway\/[\w./-]+|masker-service\/[\w./-]+/g)].map(
      ([file]) => file,
    );
    const own = files.map((file) => file.replace(INSTALLED, "")).filter((file) => !file.startsWith(".venv"));
    expect(own.length).toBeGreaterThan(1);
    for (const file of own) expect(existsSync(path.join(REPOSITORY, file)), file).toBe(true);
  });
});
