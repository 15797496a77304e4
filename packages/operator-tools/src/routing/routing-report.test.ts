import { describe, expect, it } from 'vitest'
import type { RoutingAnswer } from './measure-routing.ts'
import { routingReport } from './routing-report.ts'

const answer: RoutingAnswer = {
  city: 'seoul',
  clientSubnet: '198.18.82.0/24',
  name: 'nearest',
  region: 'ap-northeast-2',
  addresses: ['203.0.113.7'],
  responseCode: 'NOERROR',
  ttlSeconds: 60,
  scopePrefixLength: 24,
  sameOverTcp: true,
  testDnsAnswerRegion: 'ap-northeast-2',
}
const times = { startedAt: new Date(0), finishedAt: new Date(1_000) }
const report = (...answers: RoutingAnswer[]) => routingReport({ name: 'local' }, answers, times)

describe('routingReport', () => {
  it('is ok when the city gets the region of its area', () => {
    expect(report(answer)).toMatchObject({ verdict: 'ok', durationMs: 1_000 })
  })

  it.each([
    ['another region', { region: 'us-west-2' }, /us-west-2; wanted ap-northeast-2/],
    ['no answer', { region: undefined, addresses: [] }, /no address \(NOERROR\); wanted/],
    ['an address of no region', { region: undefined, addresses: ['192.0.2.1'] }, /192\.0\.2\.1; wanted/],
    ['another region over TCP', { sameOverTcp: false }, /another region over TCP/],
    [
      'another answer of the control plane',
      { testDnsAnswerRegion: 'us-east-1' },
      /us-east-1 and ap-northeast-2/,
    ],
  ] as const)('fails on %s and names what was expected', (_title, change, detail) => {
    const { verdict, checks } = report({ ...answer, ...change })
    expect(verdict).toBe('failed')
    const failures = checks.filter((check) => check.verdict === 'failed')
    expect(failures.map((check) => check.detail).join('\n')).toMatch(detail)
  })

  it('shows a line for each city', () => {
    const { tables } = report(answer, {
      ...answer,
      name: 'next',
      region: 'us-west-2',
      testDnsAnswerRegion: undefined,
    })
    expect(tables[0]?.rows).toEqual([
      ['Seoul', '198.18.82.0/24', 'asia', 'ap-northeast-2', 'us-west-2', '60'],
    ])
  })
})
