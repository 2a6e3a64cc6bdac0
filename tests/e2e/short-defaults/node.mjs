// Loaded with `node --import`: Node's own default time limits, a hundred times shorter. A limit that
// the program sets itself stays as it is.
import http from "node:http";
import { syncBuiltinESMExports } from "node:module";

const REQUEST_TIMEOUT_MS = 3_000;
const { createServer } = http;

http.createServer = (options, listener) =>
  typeof options === "function"
    ? createServer({ requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 100 }, options)
    : createServer({ requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 100, ...options }, listener);
syncBuiltinESMExports();
