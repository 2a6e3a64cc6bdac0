/** For metrics and logs. Nothing in it was, or could have been, masked. */
export type StoreEvent =
  | { readonly event: "store_up" }
  | { readonly event: "store_lost"; readonly message: string }
  /** A write that no replica has confirmed in time. */
  | { readonly event: "store_unconfirmed" }
  | {
      readonly event: "store_round_trip";
      readonly operation: string;
      readonly milliseconds: number;
      readonly failed: boolean;
    };
