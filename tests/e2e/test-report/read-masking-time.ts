import type { GatewayAddress } from "../gateway.ts";

/** Milliseconds that the masker has spent so far on requests and on whole answers, from its own metrics. */
export async function readMaskingTime({ maskerUrl, maskerApiKey }: GatewayAddress): Promise<number> {
  const response = await fetch(`${maskerUrl}/metrics`, { headers: { authorization: `Bearer ${maskerApiKey}` } });
  const sums = (await response.text()).matchAll(
    /^masker_request_duration_seconds_sum\{route="\/guardrail\/(?:request|response)"\} (\S+)$/gm,
  );
  return [...sums].reduce((total, [, seconds]) => total + Number(seconds) * 1000, 0);
}
