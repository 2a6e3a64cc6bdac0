import { readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";

export interface Certificate {
  /** Its own authority: what clients must trust. */
  readonly file: string;
  readonly pem: string;
  /** What makes a Redis serve TLS with it, beside its port in the clear, and speak TLS to its neighbours. */
  settings(tlsPort: number): Readonly<Record<string, string>>;
}

/** A certificate for subject alternative names like `DNS:localhost,IP:127.0.0.1`, with its key in `directory`. */
export async function makeCertificate(directory: string, names: string): Promise<Certificate> {
  const [key, file] = [path.join(directory, "key.pem"), path.join(directory, "certificate.pem")];
  const form = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", file];
  await execa("openssl", [...form, "-subj", "/CN=masker-test", "-addext", `subjectAltName=${names}`]);
  return {
    file,
    pem: readFileSync(file, "utf8"),
    settings: (tlsPort) => ({
      "tls-port": String(tlsPort),
      "tls-cert-file": file,
      "tls-key-file": key,
      "tls-ca-cert-file": file,
      "tls-auth-clients": "no",
      "tls-replication": "yes",
    }),
  };
}
