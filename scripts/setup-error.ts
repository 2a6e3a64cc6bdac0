/** A set-up that cannot work. The message says place, what, and cure; it is shown as it is, without a stack. */
export class SetupError extends Error {
  override readonly name = "SetupError";
}
