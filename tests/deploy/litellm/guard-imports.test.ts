import { execa } from "execa";
import path from "node:path";
import { expect, test } from "vitest";
import { litellmPython } from "../../e2e/chain/litellm-python.ts";
import { REPOSITORY } from "../../e2e/chain/repository.ts";

/** Every module that the guard imports from outside, and every package that LiteLLM's proxy requires. */
const ASK = `
import ast, importlib.metadata as metadata, json, pathlib, re, sys
imported = set()
for file in pathlib.Path(sys.argv[1]).rglob("*.py"):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.split(".")[0])
own = {"gateway", "masker_guardrail", *sys.stdlib_module_names}
names = metadata.packages_distributions()
required = {re.split("[^A-Za-z0-9_.-]", line)[0].lower() for line in metadata.requires("litellm")
            if "extra ==" not in line or "'proxy'" in line or '"proxy"' in line}
print(json.dumps({module: [name.lower() for name in names.get(module, ["?"])] for module in imported - own}))
print(json.dumps(sorted(required | {"litellm"})))
`;

test("the guard imports nothing that LiteLLM's official image does not carry for LiteLLM itself", async () => {
  const { stdout } = await execa(litellmPython(), ["-c", ASK, path.join(REPOSITORY, "litellm")]);
  const [imported = "", required = ""] = stdout.split("\n");
  const carried = JSON.parse(required) as string[];
  const modules = Object.entries(JSON.parse(imported) as Record<string, string[]>);
  expect(modules.map(([module]) => module)).toEqual(expect.arrayContaining(["litellm", "aiohttp"]));
  // Starlette comes with FastAPI, which LiteLLM's app is.
  const foreign = modules.filter(
    ([module, names]) => module !== "starlette" && !names.some((name) => carried.includes(name)),
  );
  expect(foreign).toEqual([]);
});
