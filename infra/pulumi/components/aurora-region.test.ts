import * as pulumi from '@pulumi/pulumi'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSettings } from '../config.ts'
import { ContradictoryArgumentsError } from '../errors.ts'
import { awsAnswers } from '../test/aws-answers.ts'
import { readStackFile } from '../test/stack-file.ts'
import { AuroraRegion } from './aurora-region.ts'

beforeEach(async () => {
  await pulumi.runtime.setMocks(awsAnswers, 'meridian', 'poc')
  pulumi.runtime.setAllConfig(readStackFile('poc'))
})

// Registrations continue after a constructor has returned or thrown.
afterEach(() => pulumi.runtime.disconnect())

describe('a member of the global database', () => {
  it.each([
    ['both', { login: { username: 'meridian', password: 'x' }, replicatesFrom: 'us-west-2' as const }],
    ['neither', {}],
  ])('is refused with %s of a login and a region to copy from, naming the two', (_, role) => {
    expect(() => createMember(role)).toThrow(ContradictoryArgumentsError)
    expect(() => createMember(role)).toThrow(/exactly one of "login" and "replicatesFrom"/)
  })
})

function createMember(role: object): AuroraRegion {
  return new AuroraRegion('member', {
    region: 'us-east-1',
    globalClusterId: 'meridian-global',
    subnetIds: ['subnet-1', 'subnet-2'],
    securityGroupId: 'sg-1',
    keyArn: 'arn:aws:kms:us-east-1:000000000000:key/1',
    logsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/2',
    settings: readSettings(),
    ...role,
  })
}
