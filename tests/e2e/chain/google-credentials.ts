import { generateKeyPairSync } from "node:crypto";

/** A service account's key file as JSON, new in each run, whose tokens come from the given provider. */
export function googleCredentials(providerUrl: string): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return JSON.stringify({
    type: "service_account",
    project_id: "stand-in",
    private_key_id: "stand-in",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
    client_email: "gateway@stand-in.iam.gserviceaccount.com",
    token_uri: `${providerUrl}/token`,
  });
}
