import type { ResourceBody } from '../../graph/resource-body.ts'

export const ALARM_TYPE = 'aws:cloudwatch/metricAlarm:MetricAlarm'

/** The provider's id is the alarm's name. */
const metricAlarm: ResourceBody = ({ name, inputs, region, accountId, suffix }) => {
  const alarmName = String(inputs.name ?? `${name}-${suffix(7, 'hex')}`)
  const outputs = {
    region,
    actionsEnabled: true,
    treatMissingData: 'missing',
    ...inputs,
    name: alarmName,
    arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarmName}`,
    tagsAll: inputs.tags ?? {},
  }
  return { id: alarmName, outputs }
}

export const cloudwatchResources: Readonly<Record<string, ResourceBody>> = { [ALARM_TYPE]: metricAlarm }
