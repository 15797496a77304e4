import { createConcurrencyLimit } from '@meridian/observability'
import { shedLoad } from '@meridian/service-skeleton'
import type { FastifyInstance } from 'fastify'

/** Browsers would wait longer; visitors do not. */
const PAGE_WITHIN_MS = 2_000
/** A page waits for one or two calls to the API; a form for as long as a write may be parked. */
const LEAST_PAGES = 128

/** Answers 503 at once when a page would take longer than visitors wait. Health is always answered: busy is not dead. */
export function shedPages(app: FastifyInstance): void {
  const pages = createConcurrencyLimit({ floor: LEAST_PAGES, withinMs: PAGE_WITHIN_MS })
  shedLoad(app, ({ url }) => (url.startsWith('/health/') ? undefined : pages))
}
