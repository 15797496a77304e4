import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by its name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    name: true,
    alarmDescription: true,
    actionsEnabled: true,
    alarmActions: true,
    okActions: true,
    insufficientDataActions: true,
    comparisonOperator: true,
    datapointsToAlarm: true,
    dimensions: true,
    evaluationPeriods: true,
    extendedStatistic: true,
    metricName: true,
    namespace: true,
    period: true,
    statistic: true,
    threshold: true,
    treatMissingData: true,
    evaluateLowSampleCountPercentiles: 'no effect',
    metricQueries: {
      expression: true,
      id: true,
      label: true,
      returnData: true,
      metric: {
        dimensions: true,
        metricName: true,
        namespace: true,
        period: true,
        stat: true,
      },
    },
  },
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': {
    alarmName: true,
    alarmDescription: true,
    alarmRule: true,
    actionsEnabled: true,
    alarmActions: true,
    okActions: true,
    insufficientDataActions: true,
  },
  'aws:cloudwatch/dashboard:Dashboard': { dashboardName: true, dashboardBody: true },
}
