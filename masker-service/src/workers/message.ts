import type { MetricObjectWithValues, MetricValue } from "prom-client";

/** The metrics of one worker, as its registry tells them. */
export type MetricsOfOne = MetricObjectWithValues<MetricValue<string>>[];

/** What a worker sends to its primary. */
export type ToPrimary =
  | { readonly type: "metrics wanted"; readonly request: number }
  | { readonly type: "metrics told"; readonly round: number; readonly metrics: MetricsOfOne };

/** What the primary sends to a worker. */
export type ToWorker =
  | { readonly type: "metrics asked"; readonly round: number }
  | { readonly type: "metrics gathered"; readonly request: number; readonly text: string };
