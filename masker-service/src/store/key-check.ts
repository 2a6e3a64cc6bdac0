import { claimKeys } from "./claim-key.ts";
import type { Connection } from "./connection.ts";
import type { EncryptionKey } from "./encryption-key.ts";

export interface KeyCheck {
  /** The connection, on which no script runs before Redis has said that this worker knows the keys of all its mappings. */
  readonly checked: Connection;
  /** Lets the next script ask first: Redis may be another one, or its keys may have changed. */
  renew(): void;
  /** Asks now, while scripts go on as before; rejects as they then do. */
  recheck(): Promise<void>;
}

/** Fails closed on a wrong encryption key, at the cost of one round trip a connection, which concurrent requests share. */
export function createKeyCheck(connection: Connection, keys: readonly EncryptionKey[]): KeyCheck {
  const state = { isPassed: false };
  let asking: Promise<void> | undefined;
  let renewals = 0;

  const ask = async (): Promise<void> => {
    const before = renewals;
    try {
      await claimKeys(connection, keys);
      state.isPassed = before === renewals;
    } catch (error) {
      state.isPassed = false;
      throw error;
    }
  };
  const askOnce = () => (asking ??= ask().finally(() => (asking = undefined)));
  return {
    checked: {
      ...connection,
      run: async (script, on, args) => {
        while (!state.isPassed) await askOnce();
        return connection.run(script, on, args);
      },
    },
    renew: () => {
      renewals++;
      state.isPassed = false;
    },
    recheck: askOnce,
  };
}
