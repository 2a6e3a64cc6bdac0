import type { MetricObjectWithValues, MetricValue } from "prom-client";

/** The metrics of one worker, as its registry tells them. */
export type MetricsOfOne = MetricObjectWithValues<MetricValue<string>>[];

/** Of the package that limits rates, which has the same channel. */
interface NotOurs {
  readonly channel: string;
  readonly type?: "init" | "resolve" | "reject";
}

/** What a worker sends to its primary. */
export type ToPrimary =
  | NotOurs
  | { readonly type: "metrics wanted"; readonly request: number }
  | { readonly type: "metrics told"; readonly round: number; readonly metrics: MetricsOfOne };

/** What the primary sends to a worker. */
export type ToWorker =
  | NotOurs
  | { readonly type: "metrics asked"; readonly round: number }
  | { readonly type: "metrics gathered"; readonly request: number; readonly text: string };
