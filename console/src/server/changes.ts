// Changes and one-off requests. The guard admits only the console's own page.

import { createAwsClients } from '@meridian/operator-tools'
import { CITY_IDS, REGION_IDS, type RegionId } from '@meridian/topology'
import type { FastifyInstance } from 'fastify'
import { type DnsRequest, RECORD_TYPES } from '../../shared/dns.ts'
import { KINDS, type PlanRequest, RUNBOOK_KINDS, type RunbookKind } from '../../shared/operations.ts'
import type { TraceSearch } from '../../shared/traces.ts'
import { readLiveState } from '../actions/live-state.ts'
import type { Operator } from '../actions/operator.ts'
import { type LogFilter, listTasks, tailLogs } from '../actions/region.ts'
import { findNode, listResources, readResource } from '../actions/resources.ts'
import { runbookStep } from '../actions/runbook.ts'
import { readDashboard } from '../dashboards/read-dashboard.ts'
import { askDns } from '../dns/ask.ts'
import { askWorld } from '../sources/world-request.ts'
import { findTraces, readServiceMap, readTrace } from '../traces/read-traces.ts'
import type { Board } from '../watch/board.ts'
import type { WatchedTarget } from '../watch/watched-target.ts'

export interface ChangeParts {
  readonly board: Board
  readonly operator: Operator
  readonly target: WatchedTarget
  readonly repositoryRoot: string
  /** In the same folder as the world's graph. */
  readonly worldFile: string
}

const PLAN_BODY = {
  type: 'object',
  required: ['kind', 'to'],
  properties: { kind: { enum: KINDS }, to: { enum: REGION_IDS } },
} as const

const DNS_BODY = {
  type: 'object',
  required: ['name', 'type'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 255 },
    type: { enum: RECORD_TYPES },
    city: { enum: CITY_IDS },
    subnet: { type: 'string', maxLength: 64 },
  },
} as const

const URN_QUERY = {
  type: 'object',
  required: ['urn'],
  properties: { urn: { type: 'string' } },
} as const

const LOGS_QUERY = {
  type: 'object',
  properties: { pattern: { type: 'string' }, task: { type: 'string' } },
} as const

const REGION_PARAMS = {
  type: 'object',
  required: ['region'],
  properties: { region: { enum: REGION_IDS } },
} as const

export function registerChanges(app: FastifyInstance, parts: ChangeParts): void {
  const { board, operator, target, repositoryRoot, worldFile } = parts

  app.get('/api/operations', () => operator.list())
  app.post<{ Body: PlanRequest }>('/api/operations/plan', { schema: { body: PLAN_BODY } }, ({ body }) =>
    operator.plan(body),
  )
  app.post<{ Body: PlanRequest & { confirm: string } }>(
    '/api/operations',
    {
      schema: {
        body: {
          ...PLAN_BODY,
          required: ['kind', 'to', 'confirm'],
          properties: { ...PLAN_BODY.properties, confirm: { type: 'string' } },
        },
      },
    },
    async ({ body }, reply) => {
      await operator.start(body)
      for (const key of ['operation', 'database']) board.refresh(key)
      return reply.code(202).send({})
    },
  )
  app.post('/api/operations/resume', async (_request, reply) => {
    await operator.resume()
    board.refresh('operation')
    return reply.code(202).send({})
  })
  app.get<{ Querystring: { kind: RunbookKind } }>(
    '/api/runbook',
    {
      schema: {
        querystring: { type: 'object', required: ['kind'], properties: { kind: { enum: RUNBOOK_KINDS } } },
      },
    },
    async ({ query }) => ({ text: await runbookStep(repositoryRoot, query.kind) }),
  )

  app.post<{ Body: DnsRequest }>('/api/dns', { schema: { body: DNS_BODY } }, async ({ body }) => {
    const { description } = await target.current()
    // Its own clients retry: Route 53 allows five requests per second, and the board's give up after one.
    using aws = createAwsClients(description)
    return await askDns({ description, aws }, body)
  })
  app.get<{ Params: { region: RegionId } }>(
    '/api/regions/:region/tasks',
    { schema: { params: REGION_PARAMS } },
    async ({ params }) => listTasks(await target.current(), params.region),
  )
  app.get<{ Params: { region: RegionId }; Querystring: LogFilter }>(
    '/api/regions/:region/logs',
    { schema: { params: REGION_PARAMS, querystring: LOGS_QUERY } },
    async ({ params, query }) => tailLogs(await target.current(), params.region, query),
  )

  app.get<{ Querystring: { name?: string } }>('/api/dashboard', async ({ query }) =>
    readDashboard(await target.current(), query.name),
  )
  app.get('/api/resources', () => listResources(worldFile))
  app.get<{ Querystring: { urn: string } }>(
    '/api/resources/one',
    { schema: { querystring: URN_QUERY } },
    async ({ query }, reply) =>
      (await readResource(worldFile, repositoryRoot, query.urn)) ??
      reply.code(404).send({ message: `The graph has no resource ${query.urn}.` }),
  )
  app.get<{ Querystring: { urn: string } }>(
    '/api/resources/live',
    { schema: { querystring: URN_QUERY } },
    async ({ query }, reply) => {
      const node = await findNode(worldFile, query.urn)
      const live = node && (await readLiveState(await target.current(), node))
      return reply.send(live ?? null)
    },
  )
  app.get<{ Querystring: TraceSearch }>('/api/traces', async ({ query }) =>
    findTraces(await target.current(), query),
  )
  app.get('/api/service-map', async () => readServiceMap(await target.current()))
  app.get<{ Params: { id: string } }>('/api/traces/:id', async ({ params }) =>
    readTrace(await target.current(), params.id),
  )

  app.post<{ Body: Readonly<Record<string, unknown>> }>('/api/failures', async ({ body }, reply) => {
    const { description } = await target.current()
    const injected = await askWorld(description, '/failures', { method: 'POST', body })
    board.refresh('world')
    return reply.code(201).send(injected)
  })
  app.delete<{ Params: { id: string } }>('/api/failures/:id', async ({ params }, reply) => {
    const { description } = await target.current()
    await askWorld(description, `/failures/${encodeURIComponent(params.id)}`, { method: 'DELETE' })
    board.refresh('world')
    return reply.code(204).send()
  })
}
