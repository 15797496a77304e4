import { expect, it } from 'vitest'
import { formatTraceHeader, parseTraceHeader } from './trace-header.ts'

const ROOT = '1-67891233-abcdef012345678912345678'

it('parses a load balancer’s header, which has no sampling decision', () => {
  expect(parseTraceHeader(`Self=1-1-1;Root=${ROOT}`)).toEqual({ root: ROOT })
})

it('parses what it writes', () => {
  const header = { root: ROOT, parent: '53995c3f42cd8ad8', sampled: true }
  expect(parseTraceHeader(formatTraceHeader(header))).toEqual(header)
})

it.each([[undefined], [''], ['Root=nonsense;Parent=x;Sampled=?'], [';;=;']])(
  'finds no trace in %j',
  (header) => {
    expect(parseTraceHeader(header)).toEqual({})
  },
)
