import { parentPort, workerData } from "node:worker_threads";

/** A thread of its own: what sends thirty megabytes cannot tell at the same time when a delta came. */
export interface BodyToSend {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

if (parentPort !== null) {
  const { url, headers, body } = workerData as BodyToSend;
  const answer = await fetch(url, { method: "POST", headers, body });
  await answer.arrayBuffer();
  parentPort.postMessage(answer.status, []);
}
