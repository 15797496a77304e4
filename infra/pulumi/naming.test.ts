import { describe, expect, it } from 'vitest'
import { InvalidPhysicalNameError, UnknownNamingRuleError } from './errors.ts'
import { checkedName, namingRule, physicalName } from './naming.ts'

describe('physical names', () => {
  it.each([
    ['aws:lb/targetGroup:TargetGroup', 'apne2-alb-marketing-api', 'meridian-apne2-alb-marketing-api'],
    ['aws:kms/alias:Alias', 'database-use1-key', 'alias/meridian-database-use1-key'],
    ['aws:rds/subnetGroup:SubnetGroup', 'database-use1-subnets', 'meridian-database-use1-subnets'],
  ])('of %s "%s" is "%s"', (type, name, physical) => {
    expect(physicalName(type, name)).toBe(physical)
  })

  it.each([
    ['aws:lb/targetGroup:TargetGroup', 'a'.repeat(33), /33 characters.*at most 32/],
    ['aws:lb/loadBalancer:LoadBalancer', 'internal-api', /name that matches/],
    ['aws:rds/cluster:Cluster', 'two--hyphens', /name that matches/],
    ['aws:rds/cluster:Cluster', 'Upper', /name that matches/],
    ['aws:kms/alias:Alias', 'alias/aws/rds', /name that matches/],
    ['aws:ec2/securityGroup:SecurityGroup', 'sg-mine', /name that matches/],
  ])('of %s cannot be "%s"', (type, value, sentence) => {
    expect(() => checkedName(type, value)).toThrow(InvalidPhysicalNameError)
    expect(() => checkedName(type, value)).toThrow(sentence)
  })

  it('are refused for a type without a naming rule, which is named', () => {
    expect(() => namingRule('aws:sqs/queue:Queue')).toThrow(UnknownNamingRuleError)
    expect(() => namingRule('aws:sqs/queue:Queue')).toThrow(/naming.ts has no rule for aws:sqs\/queue:Queue/)
  })
})
