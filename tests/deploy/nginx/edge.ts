import { freePort } from "../../e2e/chain/free-port.ts";
import { type Nginx, startNginx } from "./start-nginx.ts";

export interface Edge extends Nginx {
  /** Where clients are let in, and where admins are. */
  readonly url: string;
  readonly adminUrl: string;
}

export interface EdgeOptions {
  readonly litellmPort: number;
  /** In bytes; the gateway's own 32 MiB where it is not given. */
  readonly bodyLimit?: number;
  readonly tls?: string;
}

/** The edge in front of a LiteLLM, or what stands for one, on a port of 127.0.0.1. */
export async function startEdge({ litellmPort, bodyLimit = 33_554_432, tls }: EdgeOptions): Promise<Edge> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const listen = tls === undefined ? "" : " ssl";
  const nginx = await startNginx({
    name: "edge",
    environment: {
      EDGE_LISTEN: `127.0.0.1:${port}${listen}`,
      EDGE_ADMIN_LISTEN: `127.0.0.1:${adminPort}`,
      EDGE_LITELLM_SERVERS: `server 127.0.0.1:${litellmPort};`,
      EDGE_GRAFANA: "127.0.0.1:1",
      MASKER_BODY_LIMIT_BYTES: String(bodyLimit),
      NGINX_LOCAL_RESOLVERS: "127.0.0.1",
    },
    healthUrl: tls === undefined ? `http://127.0.0.1:${port}/edge/health` : `http://127.0.0.1:${adminPort}/health`,
    ...(tls === undefined ? {} : { tls }),
  });
  const scheme = tls === undefined ? "http" : "https";
  return { ...nginx, url: `${scheme}://127.0.0.1:${port}`, adminUrl: `http://127.0.0.1:${adminPort}` };
}
