import { defineConfig } from "vitest/config";
import { gatewayProject } from "../e2e/gateway-project.ts";

/** Runs alone with `vitest run --config tests/admin/vitest.config.ts`. */
export default defineConfig(gatewayProject("admin", import.meta.dirname));
