import type { CreateRequest, ResourceProvider } from '../../kernel/resource-provider.ts'

export const LOG_GROUP_TYPE = 'aws:cloudwatch/logGroup:LogGroup'
export const METRIC_FILTER_TYPE = 'aws:cloudwatch/logMetricFilter:LogMetricFilter'

/** The program's name, or one generated like Pulumi's provider does. */
const nameOf = ({ inputs, name, suffix }: CreateRequest): string =>
  typeof inputs.name === 'string' ? inputs.name : `${name}-${suffix(7)}`

const logGroup: ResourceProvider = (request) => {
  const { accountId, inputs, region } = request
  const name = nameOf(request)
  const arn = `arn:aws:logs:${region}:${accountId}:log-group:${name}`
  return { id: name, outputs: { region, name, arn, tagsAll: inputs.tags ?? {} } }
}

/** A metric filter's only output is its name. */
const logMetricFilter: ResourceProvider = (request) => {
  const name = nameOf(request)
  return { id: name, outputs: { region: request.region, name } }
}

export const logsResources: Readonly<Record<string, ResourceProvider>> = {
  [LOG_GROUP_TYPE]: logGroup,
  [METRIC_FILTER_TYPE]: logMetricFilter,
}
