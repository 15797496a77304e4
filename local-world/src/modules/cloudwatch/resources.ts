import type { CreateRequest, ResourceBody } from '../../kernel/resource-body.ts'

export const ALARM_TYPE = 'aws:cloudwatch/metricAlarm:MetricAlarm'
export const COMPOSITE_ALARM_TYPE = 'aws:cloudwatch/compositeAlarm:CompositeAlarm'
export const DASHBOARD_TYPE = 'aws:cloudwatch/dashboard:Dashboard'
export const TOPIC_TYPE = 'aws:sns/topic:Topic'
export const SUBSCRIPTION_TYPE = 'aws:sns/topicSubscription:TopicSubscription'

const alarmArn = ({ region, accountId }: CreateRequest, alarmName: string): string =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarmName}`

/** The provider's id is the alarm's name. */
const metricAlarm: ResourceBody = (request) => {
  const { name, inputs, region, suffix } = request
  const alarmName = String(inputs.name ?? `${name}-${suffix(7, 'hex')}`)
  const outputs = {
    region,
    actionsEnabled: true,
    treatMissingData: 'missing',
    ...inputs,
    name: alarmName,
    arn: alarmArn(request, alarmName),
    tagsAll: inputs.tags ?? {},
  }
  return { id: alarmName, outputs }
}

const compositeAlarm: ResourceBody = (request) => {
  const { inputs, region } = request
  const alarmName = String(inputs.alarmName)
  const arn = alarmArn(request, alarmName)
  const outputs = { region, actionsEnabled: true, ...inputs, alarmName, arn, tagsAll: inputs.tags ?? {} }
  return { id: alarmName, outputs }
}

/** The provider's id is the dashboard's name. */
const dashboard: ResourceBody = ({ inputs, accountId, region }) => {
  const name = String(inputs.dashboardName)
  return {
    id: name,
    outputs: { region, ...inputs, dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` },
  }
}

/** The provider's id is the ARN. */
const topic: ResourceBody = ({ name, inputs, region, accountId, suffix }) => {
  const topicName = String(inputs.name ?? `${name}-${suffix(7, 'hex')}`)
  const arn = `arn:aws:sns:${region}:${accountId}:${topicName}`
  const outputs = { region, ...inputs, name: topicName, arn, owner: accountId, tagsAll: inputs.tags ?? {} }
  return { id: arn, outputs }
}

const topicSubscription: ResourceBody = ({ inputs, region, accountId, suffix }) => {
  const hex = suffix(32, 'hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  const arn = `${inputs.topic}:${parts.join('-')}`
  // Of an https or e-mail endpoint that nobody has confirmed.
  return { id: arn, outputs: { region, ...inputs, arn, ownerId: accountId, pendingConfirmation: true } }
}

export const cloudwatchResources: Readonly<Record<string, ResourceBody>> = {
  [ALARM_TYPE]: metricAlarm,
  [COMPOSITE_ALARM_TYPE]: compositeAlarm,
  [DASHBOARD_TYPE]: dashboard,
  [TOPIC_TYPE]: topic,
  [SUBSCRIPTION_TYPE]: topicSubscription,
}
