import { defineConfig } from "vitest/config";
import { gatewayProject } from "./gateway-project.ts";

/** Runs alone with `vitest run --config tests/e2e/vitest.config.ts`. */
export default defineConfig(gatewayProject("e2e", import.meta.dirname));
