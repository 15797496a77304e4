import { CITIES } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { explainAnswer } from './explain.ts'
import type { RecordSet } from './record.ts'

const alias = (name: string, to: string, rest: Partial<RecordSet>): RecordSet => ({
  Name: `${name}.example.`,
  Type: 'A',
  AliasTarget: { HostedZoneId: 'Z', DNSName: `${to}.example.`, EvaluateTargetHealth: true },
  ...rest,
})

const RECORDS: readonly RecordSet[] = [
  alias('www', 'asia', { SetIdentifier: 'asia', GeoLocation: { ContinentCode: 'AS' } }),
  alias('www', 'korea', { SetIdentifier: 'korea', GeoLocation: { CountryCode: 'KR' } }),
  alias('www', 'rest', { SetIdentifier: 'rest', GeoLocation: { CountryCode: '*' } }),
  alias('korea', 'lb-seoul', { SetIdentifier: 'primary', Failover: 'PRIMARY', HealthCheckId: 'seoul' }),
  alias('korea', 'near', { SetIdentifier: 'secondary', Failover: 'SECONDARY' }),
  alias('near', 'lb-oregon', { SetIdentifier: 'west', Region: 'us-west-2', HealthCheckId: 'oregon' }),
  alias('near', 'lb-virginia', { SetIdentifier: 'east', Region: 'us-east-1', HealthCheckId: 'virginia' }),
]

const ask = (city: keyof typeof CITIES | undefined, down: readonly string[] = []) =>
  explainAnswer({
    name: 'www.example',
    type: 'A',
    records: RECORDS,
    from: city && CITIES[city],
    isHealthy: (id) => !down.includes(id),
  }).map(({ name, candidates }) => [name, candidates.find(({ isMatch }) => isMatch)?.id])

describe('explainAnswer', () => {
  it('picks the smallest matching area and the healthy primary', () => {
    expect(ask('seoul')).toEqual([
      ['www.example', 'korea'],
      ['korea.example', 'primary'],
    ])
    expect(ask('tokyo')).toEqual([['www.example', 'asia']])
    expect(ask('frankfurt')).toEqual([['www.example', 'rest']])
  })

  it('falls back to the nearest healthy region when the primary is unhealthy', () => {
    expect(ask('seoul', ['seoul'])).toEqual([
      ['www.example', 'korea'],
      ['korea.example', 'secondary'],
      ['near.example', 'west'],
    ])
    expect(ask('seoul', ['seoul', 'oregon']).at(-1)).toEqual(['near.example', 'east'])
  })

  it('treats all records as healthy when none is', () => {
    const [step] = explainAnswer({
      name: 'korea.example',
      type: 'A',
      records: RECORDS,
      from: CITIES.seoul,
      isHealthy: () => false,
    })
    expect(step?.candidates[0]).toMatchObject({
      id: 'primary',
      isMatch: true,
      reason: expect.stringContaining('nothing is healthy'),
    })
  })

  it('picks the default record for a subnet whose area it does not know', () => {
    expect(ask(undefined)).toEqual([['www.example', 'rest']])
  })

  it('gives the reason why each other record was not chosen', () => {
    const [first] = explainAnswer({
      name: 'www.example.',
      type: 'A',
      records: RECORDS,
      from: CITIES.seoul,
      isHealthy: () => true,
    })
    expect(first?.candidates.map(({ id, reason }) => [id, reason])).toEqual([
      ['korea', 'the smallest area that the visitor is in'],
      ['asia', 'a smaller area matches'],
      ['rest', 'a smaller area matches'],
    ])
  })
})
