/** What is known about a request when its segment opens. */
export interface RequestDescription {
  readonly method: string
  readonly url: string
  /** `X-Amzn-Trace-Id` as received. */
  readonly traceHeader?: string
  readonly userAgent?: string
}

/** A step inside a request: a query, a call to another service. */
export interface Subsegment {
  annotate(key: string, value: string | number | boolean): void
  close(error?: unknown): void
}

/** The trace of one request. */
export interface Trace {
  /** Trace id, when the request has one; logs carry it. */
  readonly id: string | undefined
  /** Header for requests made on behalf of this one. */
  readonly header: string | undefined
  annotate(key: string, value: string | number | boolean): void
  begin(name: string, namespace?: 'remote'): Subsegment
  close(statusCode: number, error?: unknown): void
}

/**
 * Where the services report traces, independent of the backend.
 *
 * The interface is narrow on purpose: X-Ray's SDKs have been in maintenance since February 2026, so the adapter will be
 * replaced one day, and nothing else should have to change. No method throws.
 */
export interface Tracing extends AsyncDisposable {
  /** Undefined for a request that is not sampled, so that it costs nothing. */
  start(request: RequestDescription): Trace | undefined
}

/** Tracing that reports nothing. */
export const NO_TRACING: Tracing = {
  start: () => undefined,
  [Symbol.asyncDispose]: async () => {},
}
