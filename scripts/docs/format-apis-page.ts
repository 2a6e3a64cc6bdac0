import { EXEMPTIONS } from "../../masker-service/src/body/exempt.ts";
import { FIND_DELTAS } from "../../masker-service/src/restore/deltas/find-deltas.ts";
import { describeStrings } from "./describe-strings.ts";
import { ALL_BLOCKS } from "./examples/all-blocks.ts";
import { ALL_DELTAS } from "./examples/all-deltas.ts";
import type { RouteTables } from "./read-route-tables.ts";

const HEAD = `# APIs

What happens to every route, every block type and every delta. Made from the tables in the code by \`npm run docs:apis\`; a test fails where this page
is older than they are. Do not edit it.

The rule is one: **every string of a body is masked and every string of an answer restored, keys included, in types that nobody has heard of
too**. The tables say what is special about those that the providers' SDKs know.
`;

/** The page as it must stand in docs/apis.md. */
export function formatApisPage(routes: RouteTables): string {
  return [HEAD, formatRoutes(routes), formatExemptions(), formatBlocks(), formatDeltas()].join("\n");
}

function formatRoutes({ MASKED, COUNTED, REFUSED, LOCAL }: RouteTables): string {
  const refused = [...Map.groupBy(REFUSED, ([, reason]) => reason)];
  return [
    "## Routes\n",
    "A route that is in no table is refused with 404, and a websocket with 403 wherever `MASKER_OPAQUE_ROUTES` does not open it. `{}` is one segment of a path, `{**}` any number; `/**` at the end is the path and all below it.\n",
    "### Masked\n",
    formatTable(
      ["route (POST)", "read as", "what happens"],
      [
        ...MASKED.map(([route, api]) => [code(route), code(api), "masked, answer restored, whole or streamed"]),
        ...COUNTED.map(([route, api]) => [
          code(route),
          code(api),
          "masked in the key's own scope with throw-away placeholders, nothing stored",
        ]),
      ],
    ),
    "### Refused\n",
    formatTable(
      ["because", "routes"],
      refused.map(([reason, rows]) => [reason, list(rows.map(([route]) => route))]),
    ),
    "### Without a provider behind it\n",
    `Pass as they are: ${list(LOCAL)}.\n`,
  ].join("\n");
}

function formatExemptions(): string {
  const rows = EXEMPTIONS.map((exemption) => [exemption.where, exemption.class, exemption.reason]);
  return ["## What is left as it is\n", formatTable(["where", "class", "why"], rows)].join("\n");
}

function formatBlocks(): string {
  const sections = ALL_BLOCKS.map(({ api, called, blocks }) => {
    const rows = blocks.map(({ type, body, at }) => {
      const { masked, json, exempt } = describeStrings(body, at);
      return [code(type), list(masked), list(json), exempt.join(", ") || "–"];
    });
    return `### ${api}: by ${called}\n\n${formatTable([called, "masked and restored", "of it, escaped as JSON", "left as it is"], rows)}`;
  });
  return ["## Block types\n", ...sections].join("\n");
}

function formatDeltas(): string {
  const rows = ALL_DELTAS.map(({ api, kind, frame }) => {
    const { deltas } = FIND_DELTAS[api](frame);
    const [delta] = deltas;
    const { masked, exempt } = describeStrings(frame, "");
    const isLeft = delta === undefined && masked.length === 0 && exempt.length > 0;
    const alone = isLeft ? "not: left as it is" : "by itself, in its frame";
    const how = delta === undefined ? alone : "with the deltas before and after it";
    return [
      code(api),
      code(kind),
      how,
      delta === undefined ? "–" : delta.reading,
      delta?.isCall === true ? "yes" : "–",
    ];
  });
  const table = formatTable(["API", "delta", "is restored", "as", "is part of a tool call"], rows);
  return `## Deltas of streams\n\n${table}`;
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `${lines.join("\n")}\n`;
}

function list(names: readonly string[]): string {
  return names.map(code).join(", ") || "–";
}

function code(name: string): string {
  return `\`${name}\``;
}
