import type { Database } from '@meridian/database'
import type { RegionId } from '@meridian/topology'
import type { FastifyInstance } from 'fastify'
import { reportRegion } from './report.ts'
import { GET_REGION } from './schemas.ts'
import { findTaskId } from './task.ts'

export interface RegionRoutesOptions {
  readonly database: Database
  readonly region: RegionId
  readonly taskMetadataUri: string | undefined
}

/** `GET /api/region`: shows people and drills which region serves them. */
export function regionRoutes(app: FastifyInstance, options: RegionRoutesOptions): void {
  let task: Promise<string> | undefined

  app.get('/api/region', { schema: GET_REGION }, async (_, reply) => {
    task ??= findTaskId(options.taskMetadataUri)
    const report = await reportRegion(options.database, options.region, await task)
    reply.header('cache-control', 'no-store')
    if (report.reader !== null)
      reply.header('x-meridian-database', `${report.reader.instance} (${report.reader.role})`)
    return report
  })
}
