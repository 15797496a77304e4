import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by its name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:cloudwatch/logGroup:LogGroup': {
    name: true,
    namePrefix: true,
    retentionInDays: true,
    kmsKeyId: true,
    skipDestroy: 'no effect',
    logGroupClass: 'no effect',
  },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {
    name: true,
    logGroupName: true,
    pattern: true,
    metricTransformation: {
      name: true,
      namespace: true,
      value: true,
      defaultValue: true,
      unit: true,
      dimensions: true,
    },
  },
}
