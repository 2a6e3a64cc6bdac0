export type Attributes = Readonly<Record<string, string | number>>;

/** Spans for a collector of OpenTelemetry. They hold scopes, counts, codes and times; never a text or a value. */
export interface Tracing {
  /**
   * Runs `work` within a span, of which the spans that it begins are children. `note` adds what is known at the end.
   *
   * @param traceparent of the caller, as W3C writes it; only where the span has no parent here
   */
  span<T>(
    name: string,
    attributes: Attributes,
    work: (note: (attributes: Attributes) => void) => Promise<T>,
    traceparent?: string,
  ): Promise<T>;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}
