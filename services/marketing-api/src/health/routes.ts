import { askServer, type Reader, readSchemaState, requiredSchemaVersion } from '@meridian/database'
import type { FastifyInstance } from 'fastify'
import { within } from '../deadline.ts'
import { createReadinessCheck, type ReadinessOptions } from './readiness.ts'
import { DEEP, LIVE, READY } from './schemas.ts'

/** The load balancer knows `/health`; Route 53 comes through the load balancer, which sends only `/api` here. */
const PREFIXES = ['/health', '/api/health']
/** From another continent, and the server busy. */
const WRITER_WITHIN_MS = 3_000

/** Alive is about the process, ready about reads in this region, deep about everything. */
export function healthRoutes(app: FastifyInstance, options: ReadinessOptions): void {
  const { database } = options
  const isReady = createReadinessCheck(options)

  for (const prefix of PREFIXES) {
    app.get(`${prefix}/live`, { schema: LIVE }, async () => ({ status: 'alive' }))

    app.get(`${prefix}/ready`, { schema: READY }, async (_, reply) => {
      const { isReady: ready, reason, reader } = await isReady()
      reply.code(ready ? 200 : 503)
      return { status: ready ? 'ready' : 'not-ready', reason, reader: reader ?? null }
    })

    app.get(`${prefix}/deep`, { schema: DEEP }, async (_, reply) => {
      const [readiness, reader, writer, schema] = await Promise.all([
        isReady(),
        describeServer('the reader', database.reader),
        describeServer('the writer', database.writerIfKnown),
        within(WRITER_WITHIN_MS, 'the reader', readSchemaState(database.reader)).catch(() => undefined),
      ])
      reply.code(readiness.isReady ? 200 : 503)
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
