import { connect } from "node:net";

/** Writes bytes as they are to a server, and reads what comes until it ends the connection: fetch would tidy them. */
export async function exchangeRaw(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
