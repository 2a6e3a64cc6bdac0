import { MaskerError } from "../errors.ts";
import type { Policy } from "../policy/policy.ts";

/**
 * What becomes of a tool call that names a placeholder its request did not hold (`terminate-instances ec2-099`):
 * `warn` leaves it as it is, counted; `block` withholds each call until it is whole and refuses such a one.
 */
export type Guard = Policy["guard"];

/** @param placeholder canonical; it stands for nothing, so it may be named */
export function refuseCall(placeholder: string): MaskerError {
  return new MaskerError(
    "blocked",
    `tool call: the model invented ${placeholder}, which stands for nothing in this request; ` +
      "name the resource that is meant and send the request again",
  );
}
