import { sampleGraph, sampleNode } from '@meridian/resource-graph/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimate, pricingInput } from '../estimate.ts'
import { totalsBy } from '../totals.ts'
import { PROFILE_NAMES } from './profiles.ts'
import { DAYS_PER_MONTH, HOURS_PER_MONTH, monthlyCount, monthlyHours, perDay } from './units.ts'

const amounts = fc.double({ min: 0, max: 1e6, noNaN: true })

describe('units', () => {
  it('count 730 hours in a month and 24 in a day', () => {
    expect(HOURS_PER_MONTH).toBe(730)
    expect(DAYS_PER_MONTH).toBeCloseTo(30.4167, 4)
    expect(monthlyHours(24)).toBeCloseTo(HOURS_PER_MONTH, 9)
  })

  it('convert any hourly price to the matching daily price', () => {
    fc.assert(
      fc.property(
        amounts,
        (hourly) => Math.abs(perDay(hourly * HOURS_PER_MONTH) - hourly * 24) <= hourly * 1e-9,
      ),
    )
  })

  it('double with twice the hours or twice the rate', () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 0, max: 12, noNaN: true }), (rate, hours) => {
        const once = monthlyCount(rate, hours)
        expect(monthlyCount(2 * rate, hours)).toBeCloseTo(2 * once, 0)
        expect(monthlyCount(rate, 2 * hours)).toBeCloseTo(2 * once, 0)
      }),
    )
  })
})

const TYPES = [
  'aws:ec2/natGateway:NatGateway',
  'aws:ec2/eip:Eip',
  'aws:lb/loadBalancer:LoadBalancer',
  'aws:kms/key:Key',
]
const REGIONS = ['us-east-1', 'us-west-2', 'ap-northeast-2'] as const

describe('an estimate', () => {
  const nodes = fc
    .array(fc.record({ type: fc.constantFrom(...TYPES), region: fc.constantFrom(...REGIONS) }), {
      maxLength: 20,
    })
    .map((all) => all.map(({ type, region }, index) => sampleNode({ type, region, name: `n-${index}` })))

  it('is never negative and equals the sum of its lines in every grouping', () => {
    fc.assert(
      fc.property(nodes, fc.constantFrom(...PROFILE_NAMES), (all, profile) => {
        const whole = estimate(pricingInput(sampleGraph(all), profile))
        expect(whole.lines.every(({ usdPerMonth }) => usdPerMonth >= 0)).toBe(true)
        for (const grouping of ['resource', 'component', 'region', 'service'] as const) {
          const sum = totalsBy(grouping, whole).reduce((total, { usdPerMonth }) => total + usdPerMonth, 0)
          expect(sum).toBeCloseTo(whole.usdPerMonth, 6)
        }
      }),
    )
  })

  it('costs more with one more resource that is charged by the hour', () => {
    fc.assert(
      fc.property(nodes, (all) => {
        const more = [...all, sampleNode({ type: 'aws:ec2/eip:Eip', name: 'one-more' })]
        const usd = (which: typeof all) => estimate(pricingInput(sampleGraph(which), 'idle')).usdPerMonth
        expect(usd(more)).toBeCloseTo(usd(all) + 3.65, 6)
      }),
    )
  })
})
