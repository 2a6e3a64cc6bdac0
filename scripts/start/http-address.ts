const EVERYWHERE: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

/** The URL at which this machine reaches a server that listens on the host: listening everywhere is reached by loopback. */
export function httpAddress(host: string, port: number): string {
  const reached = EVERYWHERE[host] ?? (host.includes(":") ? `[${host}]` : host);
  return `http://${reached}:${port}`;
}
