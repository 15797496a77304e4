import { sampleGraph } from '@meridian/resource-graph/testing'
import { expect, it } from 'vitest'
import { resource } from '../../fixtures/fixture.ts'
import { checkModels } from './check-models.ts'
import { sdkModel } from './sdk-model.ts'

const sources = [sdkModel()]

it('checks the inputs of a resource against its create request, under AWS’s names', () => {
  const service = resource('aws:ecs/service:Service', 'api', {
    name: 'api',
    launchType: 'FARGATE',
    deploymentMinimumHealthyPercent: 100,
    networkConfiguration: { assignPublicIp: false, subnets: ['subnet-1'], securityGroups: [] },
  })
  const { findings, unmatchedInputs, checkedValues } = checkModels(sampleGraph([service]), sources)
  expect([findings, unmatchedInputs]).toEqual([[], []])
  expect(checkedValues).toBeGreaterThan(5)
})

it('names the request, the value and what AWS accepts', () => {
  const listener = resource('aws:lb/listener:Listener', 'http', {
    loadBalancerArn: 'arn',
    protocol: 'HTTPX',
    defaultActions: [{ type: 'forward' }],
  })
  expect(checkModels(sampleGraph([listener]), sources).findings).toMatchObject([
    {
      rule: 'model-enumeration',
      property: 'Protocol',
      seen: 'HTTPX',
      wanted: expect.stringMatching(/HTTPS.*\(elbv2 CreateListener\)/),
    },
  ])
})

it('reports a finding of both sources once, and lists types without a known request', () => {
  const check = resource('aws:route53/healthCheck:HealthCheck', 'one', { type: 'PING' })
  const wait = resource('aws:acm/certificateValidation:CertificateValidation', 'one')
  const report = checkModels(sampleGraph([check, wait]), [...sources, sdkModel()])
  expect(report.findings).toHaveLength(1)
  expect(report.typesWithout).toEqual(['aws:acm/certificateValidation:CertificateValidation'])
})

it('maps the parts of a record set to their places in the request', () => {
  const record = (country: string) =>
    resource('aws:route53/record:Record', 'asia', {
      zoneId: 'Z1',
      name: 'nearest.example',
      type: 'A',
      setIdentifier: 'one',
      geolocationRoutingPolicies: [{ country }],
      aliases: [{ name: 'tree.example', zoneId: 'Z1', evaluateTargetHealth: 'maybe' }],
    })
  const { findings, unmatchedInputs } = checkModels(sampleGraph([record('KR')]), sources)
  expect(findings.map(({ rule, property }) => `${rule} ${property}`)).toEqual([
    'model-kind ChangeBatch.Changes[0].ResourceRecordSet.AliasTarget[0].EvaluateTargetHealth',
  ])
  expect(unmatchedInputs).toEqual([])
})
