import type { Answer } from "./provider/answer.ts";
import type { RecordedRequest } from "./provider/recorded-request.ts";
import { placeholderIn } from "./seen.ts";

/** The provider says both placeholders that it saw, an instance's and a security group's, as text and as the arguments of a tool. */
export function repeatBoth(request: RecordedRequest): Answer {
  const body = request.raw.toString("utf8");
  const [instance, group] = ["ec2", "sg"].map((prefix) => placeholderIn(body, prefix));
  return {
    blocks: [
      { type: "text", text: `"${instance}" 와 ${group}`, sizes: [2, 1] },
      { type: "tool_use", name: "stop", input: { id: instance, groups: [group] }, sizes: [3] },
    ],
  };
}
