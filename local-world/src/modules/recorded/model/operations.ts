import type { CreateRequest, ResourceBody } from '../../../kernel/resource-body.ts'
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
  ): ResourceBody =>
  (request) => {
    const given = request.inputs[property]
    const name = typeof given === 'string' ? given : nameOf(request)
    return { id: name, outputs: outputsOf(request, { [property]: name, arn: arnOf(request, name), ...more }) }
  }

/** A resource whose id is its ARN, which ends in digits that AWS draws. */
const knownByArn =
  (arnOf: (request: CreateRequest) => string): ResourceBody =>
  (request) => {
    const arn = arnOf(request)
    return { id: arn, outputs: outputsOf(request, { arn }) }
  }

/** A setting of another resource, known by that resource's id. */
const settingOf =
  (property: string): ResourceBody =>
  (request) => ({ id: String(request.inputs[property]), outputs: { region: request.region } })

const scalingArn = (request: CreateRequest, kind: string, nameKind: string): string => {
  const { accountId, inputs, region } = request
  const resource = `resource/${inputs.serviceNamespace}/${inputs.resourceId}`
  return `arn:aws:autoscaling:${region}:${accountId}:${kind}:${uuidOf(request)}:${resource}:${nameKind}/${nameOf(request)}`
}

const scalableTarget: ResourceBody = (request) => ({
  id: String(request.inputs.resourceId),
  outputs: outputsOf(request, {
    arn: `arn:aws:application-autoscaling:${request.region}:${request.accountId}:scalable-target/${request.suffix(34)}`,
  }),
})

const scalingPolicy: ResourceBody = (request) => ({
  id: nameOf(request),
  outputs: outputsOf(request, { arn: scalingArn(request, 'scalingPolicy', 'policyName'), alarmArns: [] }),
})

const scheduledAction: ResourceBody = (request) => ({
  id: `${nameOf(request)}-${request.inputs.serviceNamespace}-${request.inputs.resourceId}`,
  outputs: outputsOf(request, { arn: scalingArn(request, 'scheduledAction', 'scheduledActionName') }),
})

const budget: ResourceBody = (request) => {
  const name = nameOf(request)
  const arn = `arn:aws:budgets::${request.accountId}:budget/${name}`
  return { id: `${request.accountId}:${name}`, outputs: outputsOf(request, { name, arn }) }
}

const experimentTemplate: ResourceBody = (request) => ({
  id: `EXT${request.suffix(15, 'base36')}`,
  outputs: outputsOf(request, {}),
})

const canary: ResourceBody = namedAfter(
  ({ accountId, region }, name) => `arn:aws:synthetics:${region}:${accountId}:canary:${name}`,
  'name',
  { status: 'RUNNING' },
)

/** Names of buckets are unique in the world, so their ARNs name neither region nor account. */
const bucket: ResourceBody = (request) => {
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

const bucketObject: ResourceBody = (request) => {
  const { bucket: bucketName, key } = request.inputs
  const arn = `arn:aws:s3:::${bucketName}/${key}`
  return { id: `${bucketName}/${key}`, outputs: outputsOf(request, { arn, versionId: request.suffix(32) }) }
}

const NO_SCALING = 'nobody measures load here: services keep the number of tasks that they start with'
const NO_BILL = 'nothing here costs anything'
const NO_CANARY = 'no canary runs; its script is tested by itself, and drills ask from outside'
const NO_EXPERIMENTS = "AWS FIS is not here; drills break the world with the world's own injected failures"
const NO_OBJECTS =
  'the module s3 gives buckets their objects, and reads their policies for services; the rest decides nothing'

/** Types of alarms, scaling, canaries, budgets and experiments that have no effect here. */
export const OPERATIONS_TYPES: Readonly<Record<string, RecordedType>> = {
  'aws:appautoscaling/target:Target': { body: scalableTarget, why: NO_SCALING },
  'aws:appautoscaling/policy:Policy': { body: scalingPolicy, why: NO_SCALING },
  'aws:appautoscaling/scheduledAction:ScheduledAction': { body: scheduledAction, why: NO_SCALING },
  'aws:budgets/budget:Budget': { body: budget, why: NO_BILL },
  'aws:costexplorer/anomalyMonitor:AnomalyMonitor': {
    body: knownByArn((request) => `arn:aws:ce::${request.accountId}:anomalymonitor/${uuidOf(request)}`),
    why: NO_BILL,
  },
  'aws:costexplorer/anomalySubscription:AnomalySubscription': {
    body: knownByArn((request) => `arn:aws:ce::${request.accountId}:anomalysubscription/${uuidOf(request)}`),
    why: NO_BILL,
  },
  'aws:ecs/clusterCapacityProviders:ClusterCapacityProviders': {
    body: settingOf('clusterName'),
    why: 'all tasks run on this machine; nobody takes Spot capacity away',
  },
  'aws:fis/experimentTemplate:ExperimentTemplate': { body: experimentTemplate, why: NO_EXPERIMENTS },
  'aws:s3/bucket:Bucket': { body: bucket, why: NO_OBJECTS },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    body: settingOf('bucket'),
    why: NO_OBJECTS,
  },
  'aws:s3/bucketObjectv2:BucketObjectv2': { body: bucketObject, why: NO_OBJECTS },
  'aws:s3/bucketPolicy:BucketPolicy': { body: settingOf('bucket'), why: NO_OBJECTS },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': { body: settingOf('bucket'), why: NO_OBJECTS },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    body: settingOf('bucket'),
    why: NO_OBJECTS,
  },
  'aws:s3/bucketVersioning:BucketVersioning': { body: settingOf('bucket'), why: NO_OBJECTS },
  'aws:sns/topicPolicy:TopicPolicy': {
    body: settingOf('arn'),
    why: 'nobody evaluates policies; topics write into the journal whom they would have told',
  },
  'aws:synthetics/canary:Canary': { body: canary, why: NO_CANARY },
}
