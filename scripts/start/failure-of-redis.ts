import { MaskerError } from "../../masker-service/src/errors.ts";
import { checkReady } from "../../masker-service/src/store/check-ready.ts";
import { openConnection } from "../../masker-service/src/store/open-connection.ts";

const LISTENERS = { up() {}, lost() {}, message() {}, unconfirmed() {}, answered() {} };

/**
 * Null where the masker could keep mappings there, be it one server, a Sentinel's master or a Cluster; else why not and the cure, in
 * words that hold no password.
 */
export async function failureOfRedis(url: string): Promise<string | null> {
  try {
    const connection = openConnection(url, LISTENERS);
    await connection.attempted;
    await checkReady(connection).finally(() => connection.close());
    return null;
  } catch (error) {
    if (error instanceof MaskerError) return error.message;
    throw error;
  }
}
