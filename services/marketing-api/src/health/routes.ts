import { askServer, type Reader, readSchemaState, requiredSchemaVersion } from '@meridian/database'
import { healthRoutes } from '@meridian/service-skeleton'
import type { FastifyInstance } from 'fastify'
import { within } from '../deadline.ts'
import { createReadinessCheck, type ReadinessOptions } from './readiness.ts'
import { DEEP, LIVE, READY } from './schemas.ts'

/** Load balancers use `/health`; Route 53 comes through the load balancer, which forwards only `/api` here. */
const PREFIXES = ['/health', '/api/health']
/** Enough for a busy server on another continent. */
const WRITER_WITHIN_MS = 3_000

/** Liveness is about the process, readiness about reads in this region, deep health about everything. */
export function apiHealth(app: FastifyInstance, options: ReadinessOptions): void {
  const { database } = options
  const check = createReadinessCheck(options)
  healthRoutes(app, { check, prefixes: PREFIXES, schemas: { live: LIVE, ready: READY } })

  for (const prefix of PREFIXES) {
    app.get(`${prefix}/deep`, { schema: DEEP }, async (_, reply) => {
      const [readiness, reader, writer, schema] = await Promise.all([
        check(),
        describeServer('the reader', database.reader),
        describeServer('the writer', database.writerIfKnown),
        within(WRITER_WITHIN_MS, 'the reader', readSchemaState(database.reader)).catch(() => undefined),
      ])
      reply.code(readiness.isReady ? 200 : 503).header('cache-control', 'no-store')
      return {
        status: readiness.isReady ? 'ready' : 'not-ready',
        reason: readiness.reason,
        reader,
        writer,
        canWrite: writer.role === 'writer',
        schema: { found: schema?.version ?? null, needed: requiredSchemaVersion() },
      }
    })
  }
}

async function describeServer(what: string, db: Reader) {
  try {
    const { identity, roundTripMs } = await within(WRITER_WITHIN_MS, what, askServer(db))
    return { reachable: true, instance: identity.instance, role: identity.role, roundTripMs }
  } catch {
    return { reachable: false, instance: null, role: null, roundTripMs: null }
  }
}
