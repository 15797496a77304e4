import type { CreateRequest, ResourceProvider } from '../../../kernel/resource-provider.ts'
import { nameOf, tagsOf, uuidOf } from './identity.ts'
import type { RecordedType } from './recorded-type.ts'

const outputsOf = (request: CreateRequest, computed: Readonly<Record<string, unknown>>) => ({
  region: request.region,
  ...tagsOf(request),
  ...computed,
})

/** A resource whose id is its name and whose ARN ends in it. */
const namedAfter =
  (
    arnOf: (request: CreateRequest, name: string) => string,
    property = 'name',
    more: object = {},
  ): ResourceProvider =>
  (request) => {
    const given = request.inputs[property]
    const name = typeof given === 'string' ? given : nameOf(request)
    return { id: name, outputs: outputsOf(request, { [property]: name, arn: arnOf(request, name), ...more }) }
  }

/** A resource whose id is its ARN, which ends in digits that AWS generates. */
const knownByArn =
  (arnOf: (request: CreateRequest) => string): ResourceProvider =>
  (request) => {
    const arn = arnOf(request)
    return { id: arn, outputs: outputsOf(request, { arn }) }
  }

/** A setting of another resource, identified by that resource's id. */
const settingOf =
  (property: string): ResourceProvider =>
  (request) => ({ id: String(request.inputs[property]), outputs: { region: request.region } })

const scalingArn = (request: CreateRequest, kind: string, nameKind: string): string => {
  const { accountId, inputs, region } = request
  const resource = `resource/${inputs.serviceNamespace}/${inputs.resourceId}`
  return `arn:aws:autoscaling:${region}:${accountId}:${kind}:${uuidOf(request)}:${resource}:${nameKind}/${nameOf(request)}`
}

const scalableTarget: ResourceProvider = (request) => ({
  id: String(request.inputs.resourceId),
  outputs: outputsOf(request, {
    arn: `arn:aws:application-autoscaling:${request.region}:${request.accountId}:scalable-target/${request.suffix(34)}`,
  }),
})

const scalingPolicy: ResourceProvider = (request) => ({
  id: nameOf(request),
  outputs: outputsOf(request, { arn: scalingArn(request, 'scalingPolicy', 'policyName'), alarmArns: [] }),
})

const scheduledAction: ResourceProvider = (request) => ({
  id: `${nameOf(request)}-${request.inputs.serviceNamespace}-${request.inputs.resourceId}`,
  outputs: outputsOf(request, { arn: scalingArn(request, 'scheduledAction', 'scheduledActionName') }),
})

const budget: ResourceProvider = (request) => {
  const name = nameOf(request)
  const arn = `arn:aws:budgets::${request.accountId}:budget/${name}`
  return { id: `${request.accountId}:${name}`, outputs: outputsOf(request, { name, arn }) }
}

const experimentTemplate: ResourceProvider = (request) => ({
  id: `EXT${request.suffix(15, 'base36')}`,
  outputs: outputsOf(request, {}),
})

const canary: ResourceProvider = namedAfter(
  ({ accountId, region }, name) => `arn:aws:synthetics:${region}:${accountId}:canary:${name}`,
  'name',
  { status: 'RUNNING' },
)

/** Bucket names are globally unique, so their ARNs have neither region nor account. */
const bucket: ResourceProvider = (request) => {
  const name = typeof request.inputs.bucket === 'string' ? request.inputs.bucket : nameOf(request)
  return {
    id: name,
    outputs: outputsOf(request, {
      bucket: name,
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.${request.region}.amazonaws.com`,
    }),
  }
}

const bucketObject: ResourceProvider = (request) => {
  const { bucket: bucketName, key } = request.inputs
  const arn = `arn:aws:s3:::${bucketName}/${key}`
  return { id: `${bucketName}/${key}`, outputs: outputsOf(request, { arn, versionId: request.suffix(32) }) }
}

const NO_SCALING = 'load is not measured here: services keep the number of tasks that they start with'
const NO_BILL = 'nothing here costs anything'
const NO_CANARY = 'no canary runs; its script is tested by itself, and drills ask from outside'
const NO_EXPERIMENTS = "AWS FIS is not here; drills break the world with the world's own injected failures"
const NO_OBJECTS =
  'the module s3 gives buckets their objects, and reads their policies for services; the rest decides nothing'

/** Alarms, scaling, canaries, budgets and experiments: types that have no effect here. */
export const OPERATIONS_TYPES: Readonly<Record<string, RecordedType>> = {
  'aws:appautoscaling/target:Target': { provider: scalableTarget, why: NO_SCALING },
  'aws:appautoscaling/policy:Policy': { provider: scalingPolicy, why: NO_SCALING },
  'aws:appautoscaling/scheduledAction:ScheduledAction': { provider: scheduledAction, why: NO_SCALING },
  'aws:budgets/budget:Budget': { provider: budget, why: NO_BILL },
  'aws:costexplorer/anomalyMonitor:AnomalyMonitor': {
    provider: knownByArn((request) => `arn:aws:ce::${request.accountId}:anomalymonitor/${uuidOf(request)}`),
    why: NO_BILL,
  },
  'aws:costexplorer/anomalySubscription:AnomalySubscription': {
    provider: knownByArn(
      (request) => `arn:aws:ce::${request.accountId}:anomalysubscription/${uuidOf(request)}`,
    ),
    why: NO_BILL,
  },
  'aws:ecs/clusterCapacityProviders:ClusterCapacityProviders': {
    provider: settingOf('clusterName'),
    why: 'all tasks run on this machine; Spot capacity is never reclaimed',
  },
  'aws:fis/experimentTemplate:ExperimentTemplate': { provider: experimentTemplate, why: NO_EXPERIMENTS },
  'aws:s3/bucket:Bucket': { provider: bucket, why: NO_OBJECTS },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    provider: settingOf('bucket'),
    why: NO_OBJECTS,
  },
  'aws:s3/bucketObjectv2:BucketObjectv2': { provider: bucketObject, why: NO_OBJECTS },
  'aws:s3/bucketPolicy:BucketPolicy': { provider: settingOf('bucket'), why: NO_OBJECTS },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    provider: settingOf('bucket'),
    why: NO_OBJECTS,
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    provider: settingOf('bucket'),
    why: NO_OBJECTS,
  },
  'aws:s3/bucketVersioning:BucketVersioning': { provider: settingOf('bucket'), why: NO_OBJECTS },
  'aws:sns/topicPolicy:TopicPolicy': {
    provider: settingOf('arn'),
    why: 'policies are not evaluated; topics record their deliveries in the journal',
  },
  'aws:synthetics/canary:Canary': { provider: canary, why: NO_CANARY },
}
