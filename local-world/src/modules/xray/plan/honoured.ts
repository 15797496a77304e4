import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by its name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:xray/samplingRule:SamplingRule': {
    ruleName: true,
    priority: true,
    version: true,
    fixedRate: true,
    reservoirSize: true,
    serviceName: true,
    serviceType: true,
    host: true,
    httpMethod: true,
    urlPath: true,
    resourceArn: true,
    attributes: true,
  },
  'aws:xray/group:Group': {
    groupName: true,
    filterExpression: true,
    insightsConfiguration: {
      insightsEnabled: true,
      notificationsEnabled: true,
    },
  },
}
