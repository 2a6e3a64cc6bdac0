import { type Check, ok, warning } from "./check.ts";

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether keys and prompts can be read on their way to the gateway. */
export function transportCheck(url: string): Check {
  return {
    name: "Way there",
    async run() {
      const { protocol, hostname } = new URL(url);
      if (protocol === "https:") return ok("TLS");
      if (LOOPBACK.test(hostname)) return ok("loopback");
      return warning("keys and prompts pass in the clear", "give the edge a certificate: docs/deployment.md");
    },
  };
}
