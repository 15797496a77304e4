import { expect, it } from 'vitest'
import { isConnectionLost } from './connection-lost.ts'

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code })

it.each([
  ['administrator ends the session', withCode('57P01')],
  ['server still starting', withCode('57P03')],
  ['connection refused', withCode('ECONNREFUSED')],
  ['server killed: no code, words only', new Error('Connection terminated unexpectedly')],
  [
    'later query on a dead client',
    new Error('Client has encountered a connection error and is not queryable'),
  ],
  ['connect takes too long', new Error('timeout expired')],
])('counts as lost: %s', (_, error) => {
  expect(isConnectionLost(error)).toBe(true)
})

it.each([
  ['a refused write', withCode('25006', 'cannot execute INSERT in a read-only transaction')],
  ['a wrong password', withCode('28P01')],
  ['a duplicate', withCode('23505', 'Connection terminated, says the value')],
  ['a fault of our own', new TypeError('x is undefined')],
  ['nothing', undefined],
])('does not count as lost: %s', (_, error) => {
  expect(isConnectionLost(error)).toBe(false)
})
