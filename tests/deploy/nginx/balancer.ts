import { freePort } from "../../e2e/chain/free-port.ts";
import { type Nginx, startNginx } from "./start-nginx.ts";

export interface Balancer extends Nginx {
  readonly url: string;
  readonly port: number;
}

/** The balancer in front of maskers, or what stands for them, on a port of 127.0.0.1. */
export async function startBalancer(maskerPorts: readonly number[]): Promise<Balancer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const servers = maskerPorts.map((masker) => `server 127.0.0.1:${masker} max_fails=1 fail_timeout=1s;`);
  const nginx = await startNginx({
    name: "masker-balancer",
    environment: {
      BALANCER_LISTEN: `127.0.0.1:${port}`,
      BALANCER_MASKER_SERVERS: servers.join(" "),
      NGINX_LOCAL_RESOLVERS: "127.0.0.1",
    },
    healthUrl: `${url}/health`,
  });
  return { ...nginx, url, port };
}
