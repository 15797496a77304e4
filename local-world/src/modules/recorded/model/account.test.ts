import { expect, it } from 'vitest'
import { LOCAL_ACCOUNT_ID } from '../../../kernel/resource-provider.ts'
import { suffixOf } from '../../../program/urn.ts'
import { ACCOUNT_TYPES } from './account.ts'

function create(type: string, inputs: Readonly<Record<string, unknown>> = {}) {
  const recorded = ACCOUNT_TYPES[type]
  if (!recorded) throw new Error(`${type} is not recorded`)
  return recorded.provider({
    type,
    name: 'test',
    inputs,
    region: 'us-west-2',
    accountId: LOCAL_ACCOUNT_ID,
    suffix: (length, alphabet) => suffixOf(`${type}::test`, length, alphabet),
  })
}

it.each([
  ['aws:backup/vault:Vault', { name: 'safe' }, 'arn:aws:backup:us-west-2:000000000000:backup-vault:safe'],
  ['aws:cloudtrail/trail:Trail', { name: 'all' }, 'arn:aws:cloudtrail:us-west-2:000000000000:trail/all'],
  [
    'aws:accessanalyzer/analyzer:Analyzer',
    { analyzerName: 'outside' },
    'arn:aws:access-analyzer:us-west-2:000000000000:analyzer/outside',
  ],
  [
    'aws:iam/openIdConnectProvider:OpenIdConnectProvider',
    { url: 'https://token.actions.githubusercontent.com' },
    'arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com',
  ],
])('%s has the ARN that AWS would give it', (type, inputs, arn) => {
  expect(create(type, inputs).outputs.arn).toBe(arn)
})

it('gives endpoints, flow logs and network ACLs ids in EC2’s format', () => {
  expect(create('aws:ec2/vpcEndpoint:VpcEndpoint').id).toMatch(/^vpce-[0-9a-f]{17}$/)
  expect(create('aws:ec2/flowLog:FlowLog').id).toMatch(/^fl-[0-9a-f]{17}$/)
  expect(create('aws:ec2/networkAcl:NetworkAcl').id).toMatch(/^acl-[0-9a-f]{17}$/)
})

it('gives a prefix list to gateway endpoints only', () => {
  const of = (vpcEndpointType: string) =>
    create('aws:ec2/vpcEndpoint:VpcEndpoint', { vpcEndpointType }).outputs.prefixListId
  expect(of('Gateway')).toMatch(/^pl-[0-9a-f]{8}$/)
  expect(of('Interface')).toBeUndefined()
})

it('identifies a subscription by an ARN with the account, which its standard’s ARN lacks', () => {
  const { id } = create('aws:securityhub/standardsSubscription:StandardsSubscription', {
    standardsArn: 'arn:aws:securityhub:us-west-2::standards/best/v/1.0.0',
  })
  expect(id).toBe('arn:aws:securityhub:us-west-2:000000000000:subscription/best/v/1.0.0')
})

it('derives the id of a dependent resource from the resource that it belongs to', () => {
  expect(create('aws:cfg/recorderStatus:RecorderStatus', { name: 'recorder' }).id).toBe('recorder')
  expect(
    create('aws:guardduty/detectorFeature:DetectorFeature', { detectorId: '1a', name: 'RDS_LOGIN_EVENTS' })
      .id,
  ).toBe('1a/RDS_LOGIN_EVENTS')
})
