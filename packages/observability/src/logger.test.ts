import { expect, it } from 'vitest'
import { createLogger, type Logger } from './logger.ts'
import { RequestLogger } from './request-logger.ts'

function capture(level = 'info'): { readonly log: Logger; lines(): Record<string, unknown>[] } {
  const written: string[] = []
  const log = createLogger({
    service: 'marketing-api',
    region: 'ap-northeast-2',
    level,
    destination: { write: (line) => void written.push(line) },
  })
  return { log, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

it('names service and region on every line', () => {
  const { log, lines } = capture()
  log.info({ port: 3001 }, 'listening')
  expect(lines()[0]).toMatchObject({
    level: 'info',
    service: 'marketing-api',
    region: 'ap-northeast-2',
    port: 3001,
    msg: 'listening',
  })
})

it('writes no personal data, neither in fields nor in a database error', () => {
  const { log, lines } = capture()
  const error = Object.assign(new Error('duplicate key: Key (email)=(minji@example.com)'), {
    code: '23505',
    detail: 'Key (email)=(minji@example.com) already exists.',
    constraint: 'leads_pkey',
  })
  log.error({ err: error, lead: { email: 'minji@example.com', phone: '010-1234-5678' } }, 'lead refused')
  const line = JSON.stringify(lines()[0])
  expect(line).not.toContain('minji')
  expect(line).not.toContain('1234')
  expect(lines()[0]).toMatchObject({ err: { code: '23505', constraint: 'leads_pkey' } })
})

it('gives a request its own fields without adding them to the parent', () => {
  const { log, lines } = capture()
  const request = new RequestLogger(log, { requestId: 'r-1', traceId: '1-abc' })
  request.info('from the request')
  log.info('from the service')
  expect(lines()[0]).toMatchObject({ requestId: 'r-1', traceId: '1-abc' })
  expect(lines()[1]).not.toHaveProperty('requestId')
})

it('writes nothing below its level', () => {
  const { log, lines } = capture('warn')
  new RequestLogger(log, { requestId: 'r-1' }).info('quiet')
  expect(lines()).toEqual([])
})
