import { MaskerError } from "../errors.ts";
import type { BodyChecks } from "../mask/mask-body.ts";
import type { Metrics } from "../metrics.ts";
import type { Policy } from "../policy/policy.ts";

/** Returns a function that counts what a body carries that cannot be masked, and refuses it where the policy says so. */
export function createMediaGate(metrics: Metrics, { images }: Policy): Required<BodyChecks>["onMedia"] {
  return (media) => {
    const found = Object.entries(media);
    for (const [kind, count] of found) metrics.media.inc({ kind, policy: images }, count);
    if (images === "allow" || found.length === 0) return;
    const listed = found.map(([kind, count]) => `${count} ${kind}`).join(", ");
    throw new MaskerError(
      "blocked",
      `images: the body carries ${listed}, in which nothing can be masked, and the policy blocks that; ` +
        "send what they say as text, or start a new conversation without them",
    );
  };
}
