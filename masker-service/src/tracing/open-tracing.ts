import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace, type Context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { MaskerError } from "../errors.ts";
import type { Tracing } from "./tracing.ts";

/**
 * Tracing to an OTLP endpoint over HTTP. Imported only where there is one: the SDK takes time to load and memory to keep.
 *
 * @param endpoint as OTEL_EXPORTER_OTLP_ENDPOINT has it, without /v1/traces
 */
export function openTracing(endpoint: string, serviceName: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  const tracer = provider.getTracer("masker");
  return {
    span: (name, attributes, work, traceparent) =>
      tracer.startActiveSpan(name, { attributes }, parentOf(traceparent), async (span) => {
        try {
          return await work((more) => void span.setAttributes(more));
        } catch (error) {
          // The message of any other error may quote what it choked on.
          span.setAttribute("error.type", error instanceof MaskerError ? error.code : "internal");
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    close: () => provider.shutdown(),
  };
}

function parentOf(traceparent: string | undefined): Context {
  const here = context.active();
  if (traceparent === undefined || trace.getSpan(here) !== undefined) return here;
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}
