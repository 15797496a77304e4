import type { Rule, Waiver } from '@meridian/policy'
import type { PolicyResource } from '@pulumi/policy'
import { describe, expect, it } from 'vitest'
import { policyOf } from '../src/policies.ts'

const URN = 'urn:pulumi:poc::meridian::aws:s3/bucket:Bucket::logs'

/** A rule that every stack violates in one place. */
const rule: Rule = {
  id: 'always-broken',
  severity: 'high',
  title: 'Nothing is right',
  reason: 'A test needs it.',
  source: 'none',
  types: [],
  check: () => [
    {
      rule: 'always-broken',
      severity: 'high',
      resource: URN,
      property: 'acl',
      seen: 'public',
      wanted: 'private',
      nextStep: 'Close it.',
    },
  ],
}

const waiver: Waiver = {
  rule: 'always-broken',
  resource: 'aws:s3/bucket:Bucket::logs',
  reason: 'Accepted until the next review.',
  reviewBy: '2027-05-31',
}

const bucket = {
  urn: URN,
  type: 'aws:s3/bucket:Bucket',
  name: 'logs',
  props: {},
  opts: { ignoreChanges: [], protect: false },
  dependencies: [],
  propertyDependencies: {},
} as unknown as PolicyResource

describe('a waiver in the pack', () => {
  it.each([
    ['excuses until its day of review is over', '2027-05-31', []],
    [
      'excuses nothing from the next day on',
      '2027-06-01',
      ['aws:s3/bucket:Bucket::logs acl: public; wanted: private. Close it.'],
    ],
  ])('%s', async (_title, today, wanted) => {
    const said: string[] = []
    const { validateStack } = policyOf(rule, { poc: [waiver] }, today)
    const args = { resources: [bucket] } as unknown as Parameters<typeof validateStack>[0]
    await validateStack(args, (message) => void said.push(message))
    expect(said).toEqual(wanted)
  })
})
