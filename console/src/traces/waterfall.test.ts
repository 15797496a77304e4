import { expect, it } from 'vitest'
import { filterExpression, traceIdIn } from '../../shared/traces.ts'
import { waterfall } from './waterfall.ts'

const segment = (id: string, start: number, end: number, parent?: string) => ({
  id,
  name: id,
  start_time: 1_000 + start,
  end_time: 1_000 + end,
  ...(parent === undefined ? {} : { parent_id: parent }),
})

it('puts each call under its caller, in whatever order the documents arrive', () => {
  const { durationMs, spans } = waterfall('1-a', [
    segment('api', 0.2, 0.6, 'frontend'),
    { ...segment('edge', 0, 1), annotations: { edge: 'seoul' } },
    { ...segment('frontend', 0.1, 0.9, 'edge'), subsegments: [segment('render', 0.7, 0.8)] },
    { ...segment('database', 0.3, 0.4, 'api'), fault: true, annotations: { region: 'us-east-1' } },
  ])
  expect(durationMs).toBe(1_000)
  expect(spans.map(({ name, depth, startMs, durationMs: took }) => [name, depth, startMs, took])).toEqual([
    ['edge', 0, 0, 1_000],
    ['frontend', 1, 100, 800],
    ['api', 2, 200, 400],
    ['database', 3, 300, 100],
    ['render', 2, 700, 100],
  ])
  expect(spans.map(({ region }) => region)).toEqual(['seoul', '', '', 'us-east-1', ''])
  expect(spans.find(({ isFailed }) => isFailed)?.name).toBe('database')
})

it('shows a segment whose parent is missing, and drops one that is its own parent', () => {
  const { spans } = waterfall('1-a', [segment('late', 0, 1, 'nobody'), segment('circle', 0, 1, 'circle')])
  expect(spans.map(({ name }) => name)).toEqual(['late'])
})

it('builds X-Ray filter expressions with the typed values quoted', () => {
  expect(filterExpression({})).toBe('')
  expect(
    filterExpression({ path: '/api/"leads', status: '503', slowerThanMs: '250', requestId: ' abc ' }),
  ).toBe(
    'http.url CONTAINS "/api/leads" AND http.status = 503 AND duration >= 0.25 AND annotation.requestId = "abc"',
  )
  expect(traceIdIn({ requestId: '1-6b0e9be7-8bab31ec8d1ecc776077a6f5' })).toBe(
    '1-6b0e9be7-8bab31ec8d1ecc776077a6f5',
  )
  expect(traceIdIn({ requestId: 'abc' })).toBeUndefined()
})
