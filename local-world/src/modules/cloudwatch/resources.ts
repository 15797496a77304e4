import type { CreateRequest, ResourceProvider } from '../../kernel/resource-provider.ts'

export const ALARM_TYPE = 'aws:cloudwatch/metricAlarm:MetricAlarm'
export const COMPOSITE_ALARM_TYPE = 'aws:cloudwatch/compositeAlarm:CompositeAlarm'
export const DASHBOARD_TYPE = 'aws:cloudwatch/dashboard:Dashboard'

const alarmArn = ({ region, accountId }: CreateRequest, alarmName: string): string =>
  `arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarmName}`

/** The provider's id is the alarm's name. */
const metricAlarm: ResourceProvider = (request) => {
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

const compositeAlarm: ResourceProvider = (request) => {
  const { inputs, region } = request
  const alarmName = String(inputs.alarmName)
  const arn = alarmArn(request, alarmName)
  const outputs = { region, actionsEnabled: true, ...inputs, alarmName, arn, tagsAll: inputs.tags ?? {} }
  return { id: alarmName, outputs }
}

/** The provider's id is the dashboard's name. */
const dashboard: ResourceProvider = ({ inputs, accountId, region }) => {
  const name = String(inputs.dashboardName)
  return {
    id: name,
    outputs: { region, ...inputs, dashboardArn: `arn:aws:cloudwatch::${accountId}:dashboard/${name}` },
  }
}

export const cloudwatchResources: Readonly<Record<string, ResourceProvider>> = {
  [ALARM_TYPE]: metricAlarm,
  [COMPOSITE_ALARM_TYPE]: compositeAlarm,
  [DASHBOARD_TYPE]: dashboard,
}
