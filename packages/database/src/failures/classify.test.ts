import { describe, expect, it } from 'vitest'
import { certainlyDidNothing, classifyFailure, type FailureKind, isConnectionLost } from './classify.ts'

const code = (value: string, message = 'x') => Object.assign(new Error(message), { code: value })
const words = (message: string) => new Error(message)

/** Errors seen from real servers, and those that poolers may send. */
const FAILURES: readonly (readonly [string, unknown, FailureKind])[] = [
  ['a write on a standby or a demoted writer', code('25006', 'cannot execute INSERT'), 'refused-write'],
  ['SELECT FOR UPDATE there', code('25006', 'cannot execute SELECT FOR UPDATE'), 'refused-write'],
  ['a fast shutdown', code('57P01'), 'lost'],
  ['a crash that the server could still tell of', code('57P02'), 'lost'],
  ['a crash: no code, words only', words('Connection terminated unexpectedly'), 'lost'],
  [
    'a later query on a dead client',
    words('Client has encountered a connection error and is not queryable'),
    'lost',
  ],
  ['a client that was closed', words('Client was closed and is not queryable'), 'lost'],
  ['no answer in time', words('Query read timeout'), 'lost'],
  ['a reset connection', code('ECONNRESET', 'read ECONNRESET'), 'lost'],
  ['a broken pipe', code('EPIPE'), 'lost'],
  ['a pooler that lost the server', code('08006'), 'lost'],
  ['a pooler without a connection', code('08003'), 'lost'],
  ['a server that is down', code('ECONNREFUSED', 'connect ECONNREFUSED'), 'not-reached'],
  ['a server that is down, on a socket', code('ENOENT'), 'not-reached'],
  ['a name that does not resolve', code('ENOTFOUND'), 'not-reached'],
  ['a name server that is away', code('EAI_AGAIN'), 'not-reached'],
  ['a pooler that cannot connect', code('08001'), 'not-reached'],
  ['a server that starts', code('57P03'), 'not-reached'],
  ['a server that is full', code('53300'), 'not-reached'],
  ['connecting that takes too long', words('Connection terminated due to connection timeout'), 'not-reached'],
  ['connecting that takes too long, said by the pool', words('timeout expired'), 'not-reached'],
  ['a wrong password', code('28P01'), 'login'],
  ['a user who may not', code('28000'), 'login'],
  ['a statement that this session forgot', code('26000'), 'stale-session'],
  ['a plan that no longer fits', code('0A000', 'cached plan must not change result type'), 'stale-session'],
  [
    'replay that needed the row',
    code('40001', 'canceling statement due to conflict with recovery'),
    'conflict',
  ],
  ['a deadlock', code('40P01'), 'conflict'],
  ['a statement that took too long', code('57014'), 'busy'],
  ['a lock that took too long', code('55P03'), 'busy'],
  ['a function that Aurora refuses', code('0A000', 'Function x() is currently not supported'), 'other'],
  ['a duplicate whose text lies', code('23505', 'Connection terminated, says the value'), 'other'],
  ['a bug of our own', new TypeError('x is undefined'), 'other'],
  ['nothing at all', undefined, 'other'],
]

describe('classifyFailure', () => {
  // INV-DATABASE-10
  it.each(FAILURES)('classifies %s', (_, error, kind) => {
    expect(classifyFailure(error)).toBe(kind)
  })

  it('treats the outcome as unknown for lost connections only', () => {
    for (const [, error, kind] of FAILURES) {
      expect(certainlyDidNothing(classifyFailure(error))).toBe(kind !== 'lost')
      expect(isConnectionLost(error)).toBe(kind === 'lost' || kind === 'not-reached')
    }
  })
})
