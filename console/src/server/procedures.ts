import { REGION_IDS, SERVICE_NAMES } from '@meridian/topology'
import type { FastifyInstance } from 'fastify'
import type { ReleaseRequest, RestoreRequest } from '../../shared/procedures.ts'
import { refuseUnlessTyped } from '../actions/typed-confirmation.ts'
import type { Procedures } from '../procedures/procedures.ts'
import type { WatchedTarget } from '../watch/watched-target.ts'

const RELEASE_BODY = {
  type: 'object',
  required: ['region', 'service', 'digest'],
  properties: {
    region: { enum: REGION_IDS },
    service: { enum: SERVICE_NAMES },
    digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
    confirm: { type: 'string' },
  },
} as const

const RESTORE_BODY = {
  type: 'object',
  required: ['region', 'id'],
  properties: {
    region: { enum: REGION_IDS },
    id: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9:-]{0,254}$' },
    confirm: { type: 'string' },
  },
} as const

interface Confirmed {
  readonly confirm?: string
}

export interface ProcedureParts {
  readonly procedures: Procedures
  readonly target: WatchedTarget
  /** Journals of the failover tool: a release waits until none of them is open. */
  readonly journalFolder: string
}

/** Releases and restores: plan, typed confirmation, progress. Their modules are imported only when used. */
export function registerProcedures(
  app: FastifyInstance,
  { procedures, target, journalFolder }: ProcedureParts,
): void {
  const described = async () => (await target.current()).description
  const release = () => import('../procedures/release.ts')
  const restore = () => import('../procedures/restore.ts')

  app.get('/api/procedure', async (_request, reply) => reply.send(procedures.now()))
  app.get('/api/images', async () => (await release()).listImages(await described(), journalFolder))
  app.post<{ Body: ReleaseRequest }>(
    '/api/releases/plan',
    { schema: { body: RELEASE_BODY } },
    async ({ body }) => (await release()).planRelease(await described(), journalFolder, body),
  )
  app.post<{ Body: ReleaseRequest & Confirmed }>(
    '/api/releases',
    { schema: { body: RELEASE_BODY } },
    async ({ body: { confirm, ...request } }, reply) => {
      refuseUnlessTyped(confirm, request.region)
      const { release: run } = await release()
      const description = await described()
      procedures.begin(`Release of ${request.service} in ${request.region}`, (work) =>
        run(description, journalFolder, request, work),
      )
      return reply.code(202).send({})
    },
  )
  app.get('/api/snapshots', async () => (await restore()).listSnapshots(await described()))
  app.post<{ Body: RestoreRequest }>(
    '/api/restores/plan',
    { schema: { body: RESTORE_BODY } },
    async ({ body }) => (await restore()).planRestore(await described(), body),
  )
  app.post<{ Body: RestoreRequest & Confirmed }>(
    '/api/restores',
    { schema: { body: RESTORE_BODY } },
    async ({ body: { confirm, ...request } }, reply) => {
      refuseUnlessTyped(confirm, request.id)
      const { restore: run } = await restore()
      const description = await described()
      procedures.begin(`Restore of ${request.id}`, (work) => run(description, request, work))
      return reply.code(202).send({})
    },
  )
}
