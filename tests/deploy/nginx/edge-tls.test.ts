import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { startEdge } from "./edge.ts";
import { NGINX_PATIENCE_MS } from "./find-nginx.ts";
import { startUpstream } from "./start-upstream.ts";

const CERTIFICATE = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const SUBJECT = ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];

test(
  "the edge speaks TLS with the two lines and the word that docs/deployment.md names",
  async () => {
    const directory = await mkdtemp(path.join(tmpdir(), "masker-tls-"));
    onTestFinished(() => rm(directory, { recursive: true }));
    const [key, certificate] = [path.join(directory, "tls.key"), path.join(directory, "tls.crt")];
    await execa("openssl", [...CERTIFICATE, "-keyout", key, "-out", certificate, ...SUBJECT]);
    const litellm = await startUpstream((asked, response) => {
      response.end(asked.headers["x-forwarded-proto"]);
    });
    onTestFinished(() => litellm.stop());
    const tls = (await readFile("deploy/nginx/edge/tls.conf", "utf8"))
      .replace("/run/tls/tls.crt", certificate)
      .replace("/run/tls/tls.key", key);
    const edge = await startEdge({ litellmPort: litellm.port, tls });
    onTestFinished(() => edge.stop());

    const sent = request(`${edge.url}/v1/models`, { ca: await readFile(certificate) });
    sent.end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    expect((await answer.setEncoding("utf8").toArray()).join("")).toBe("https");
  },
  NGINX_PATIENCE_MS,
);
