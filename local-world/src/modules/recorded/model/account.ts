import type { CreateRequest, ResourceProvider } from '../../../kernel/resource-provider.ts'
import { nameOf, tagsOf, uuidOf } from './identity.ts'
import type { RecordedType } from './recorded-type.ts'

/** A regional resource identified by name, with an ARN of service and kind. */
function namedThing(
  service: string,
  kind: string,
  separator: ':' | '/' = ':',
  property = 'name',
): ResourceProvider {
  return (request) => {
    const name = String(request.inputs[property] ?? nameOf(request))
    const arn = arnOf(request, service, `${kind}${separator}${name}`)
    return { id: name, outputs: { region: request.region, [property]: name, arn, ...tagsOf(request) } }
  }
}

/** Part of another resource, identified by one of its inputs. */
const knownBy =
  (property: string): ResourceProvider =>
  ({ inputs, region }) => ({ id: String(inputs[property]), outputs: { region } })

/** A setting that an account has once, or once per region. */
const ofAccount: ResourceProvider = ({ accountId, region }) => ({
  id: accountId,
  outputs: { region, accountId },
})

function arnOf({ region, accountId }: CreateRequest, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`
}

/** EC2 ids: `vpce-` and the like with seventeen digits. */
function ec2Thing(
  prefix: string,
  kind: string,
  outputs: (request: CreateRequest) => object = () => ({}),
): ResourceProvider {
  return (request) => {
    const id = `${prefix}-${request.suffix(17)}`
    const arn = arnOf(request, 'ec2', `${kind}/${id}`)
    return { id, outputs: { region: request.region, arn, ...outputs(request), ...tagsOf(request) } }
  }
}

const vpcEndpoint = ec2Thing('vpce', 'vpc-endpoint', (request) => ({
  ownerId: request.accountId,
  state: 'available',
  prefixListId: request.inputs.vpcEndpointType === 'Gateway' ? `pl-${request.suffix(8)}` : undefined,
}))

/** A plan's id is a UUID, its version a longer generated string. */
const backupPlan: ResourceProvider = (request) => {
  const id = uuidOf(request)
  const arn = arnOf(request, 'backup', `backup-plan:${id}`)
  return { id, outputs: { region: request.region, arn, version: request.suffix(48), ...tagsOf(request) } }
}

const configRule: ResourceProvider = (request) => {
  const name = nameOf(request)
  const ruleId = `config-rule-${request.suffix(6)}`
  const arn = arnOf(request, 'config', `config-rule/${ruleId}`)
  return { id: name, outputs: { region: request.region, name, ruleId, arn, ...tagsOf(request) } }
}

const trail: ResourceProvider = (request) => {
  const name = nameOf(request)
  const arn = arnOf(request, 'cloudtrail', `trail/${name}`)
  const outputs = { region: request.region, name, arn, homeRegion: request.region, ...tagsOf(request) }
  return { id: arn, outputs }
}

const detector: ResourceProvider = (request) => {
  const id = request.suffix(32)
  const arn = arnOf(request, 'guardduty', `detector/${id}`)
  const { accountId, region } = request
  return { id, outputs: { region, accountId, arn, ...tagsOf(request) } }
}

/** On the default bus, which the ARN does not name. */
const eventRule: ResourceProvider = (request) => {
  const name = nameOf(request)
  const arn = arnOf(request, 'events', `rule/${name}`)
  return {
    id: name,
    outputs: { region: request.region, name, arn, eventBusName: 'default', ...tagsOf(request) },
  }
}

const detectorFeature: ResourceProvider = ({ inputs, region }) => ({
  id: `${inputs.detectorId}/${inputs.name}`,
  outputs: { region },
})

/** IAM is global, and a provider is identified by its issuer. */
const openIdProvider: ResourceProvider = (request) => {
  const issuer = String(request.inputs.url).replace(/^https:\/\//, '')
  const arn = `arn:aws:iam::${request.accountId}:oidc-provider/${issuer}`
  return { id: arn, outputs: { arn, ...tagsOf(request) } }
}

const standardsSubscription: ResourceProvider = (request) => {
  const standard = String(request.inputs.standardsArn).split(':').at(-1) ?? ''
  const arn = arnOf(request, 'securityhub', standard.replace(/^standards\//, 'subscription/'))
  return { id: arn, outputs: { region: request.region } }
}

const NO_IAM = 'nothing in the local world evaluates IAM policies; every caller is the account itself'
const NO_AUDIT = 'it has no callers outside of the world, so there is nothing to record'
const NO_BACKUP = "the world's databases end with it; only an old primary leaves a snapshot"
const NO_PUBLIC = 'only the world reaches its buckets'

/** Keys, audit, backups and access: types that have no effect here. */
export const ACCOUNT_TYPES: Readonly<Record<string, RecordedType>> = {
  'aws:accessanalyzer/analyzer:Analyzer': {
    provider: namedThing('access-analyzer', 'analyzer', '/', 'analyzerName'),
    why: NO_IAM,
  },
  'aws:backup/plan:Plan': { provider: backupPlan, why: NO_BACKUP },
  'aws:backup/regionSettings:RegionSettings': {
    provider: ({ accountId, region }) => ({ id: `${accountId}:${region}`, outputs: { region } }),
    why: NO_BACKUP,
  },
  'aws:backup/selection:Selection': {
    provider: (request) => ({ id: uuidOf(request), outputs: { region: request.region } }),
    why: NO_BACKUP,
  },
  'aws:backup/vault:Vault': { provider: namedThing('backup', 'backup-vault'), why: NO_BACKUP },
  'aws:backup/vaultLockConfiguration:VaultLockConfiguration': {
    provider: knownBy('backupVaultName'),
    why: NO_BACKUP,
  },
  'aws:cfg/deliveryChannel:DeliveryChannel': { provider: namedThing('config', 'channel'), why: NO_AUDIT },
  'aws:cfg/recorder:Recorder': { provider: namedThing('config', 'recorder'), why: NO_AUDIT },
  'aws:cfg/recorderStatus:RecorderStatus': { provider: knownBy('name'), why: NO_AUDIT },
  'aws:cfg/rule:Rule': { provider: configRule, why: NO_AUDIT },
  'aws:cloudtrail/trail:Trail': { provider: trail, why: NO_AUDIT },
  'aws:cloudwatch/eventRule:EventRule': { provider: eventRule, why: NO_AUDIT },
  'aws:cloudwatch/eventTarget:EventTarget': {
    provider: ({ inputs, region }) => ({
      id: `${inputs.rule}-${inputs.targetId}`,
      outputs: { region, eventBusName: 'default' },
    }),
    why: NO_AUDIT,
  },
  'aws:ec2/flowLog:FlowLog': {
    provider: ec2Thing('fl', 'vpc-flow-log'),
    why: 'the journal has connections that were refused; packets are not looked at',
  },
  'aws:ec2/networkAcl:NetworkAcl': {
    provider: ec2Thing('acl', 'network-acl', ({ accountId }) => ({ ownerId: accountId })),
    why: 'security groups alone decide who reaches whom here',
  },
  'aws:ec2/vpcEndpoint:VpcEndpoint': {
    provider: vpcEndpoint,
    why: 'calls to AWS go to the control endpoint of the world, whichever way they would take',
  },
  'aws:guardduty/detector:Detector': { provider: detector, why: NO_AUDIT },
  'aws:guardduty/detectorFeature:DetectorFeature': { provider: detectorFeature, why: NO_AUDIT },
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': { provider: openIdProvider, why: NO_IAM },
  'aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock': { provider: ofAccount, why: NO_PUBLIC },
  'aws:securityhub/account:Account': { provider: ofAccount, why: NO_AUDIT },
  'aws:securityhub/standardsSubscription:StandardsSubscription': {
    provider: standardsSubscription,
    why: NO_AUDIT,
  },
}
