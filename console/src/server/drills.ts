import type { FastifyInstance } from 'fastify'
import { type DrillsView, STARTABLE } from '../../shared/drills.ts'
import { exportRun } from '../drills/export.ts'
import { listRuns, readFigure, readReport } from '../drills/runs.ts'
import type { DrillRunner } from '../drills/start-drill.ts'

interface RunParams {
  readonly drill: string
  readonly run: string
}

export function registerDrills(app: FastifyInstance, runner: DrillRunner, resultsFolder: string): void {
  app.get(
    '/api/drills',
    async (): Promise<DrillsView> => ({
      runs: await listRuns(resultsFolder),
      now: runner.now(),
    }),
  )
  app.post<{ Body: { drill: string } }>(
    '/api/drills',
    { schema: { body: { type: 'object', required: ['drill'], properties: { drill: { enum: STARTABLE } } } } },
    async ({ body }, reply) => {
      runner.start(body.drill)
      return reply.code(202).send({})
    },
  )
  app.post('/api/drills/stop', async (_, reply) => {
    runner.stop()
    return reply.code(202).send({})
  })
  app.get<{ Params: RunParams }>('/api/drills/:drill/:run', ({ params }) =>
    readReport(resultsFolder, params.drill, params.run),
  )
  app.get<{ Params: RunParams }>('/api/drills/:drill/:run/export', async ({ params }, reply) => {
    const { drill, run } = params
    const report = await readReport(resultsFolder, drill, run)
    const figures = await Promise.all(
      (report.figures ?? []).map(
        async ({ file }) => [file, await readFigure(resultsFolder, drill, run, file)] as const,
      ),
    )
    return reply
      .type('text/html; charset=utf-8')
      .header('content-disposition', `attachment; filename="${drill}-${run}.html"`)
      .send(exportRun(report, new Map(figures)))
  })
  app.get<{ Params: RunParams & { file: string } }>(
    '/api/drills/:drill/:run/:file',
    async ({ params }, reply) =>
      reply
        .type('image/svg+xml')
        // A figure opened directly must not run scripts either.
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
        .send(await readFigure(resultsFolder, params.drill, params.run, params.file)),
  )
}
