import type {
  DescribeMetricFiltersCommandInput,
  DescribeMetricFiltersResponse,
} from '@aws-sdk/client-cloudwatch-logs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { MetricFilterPlan } from '../../model/log-plan.ts'
import type { LogsControl } from '../context.ts'
import { pageOf } from '../lookups.ts'

const PAGE = 50

export const describeMetricFilters =
  ({ filters }: LogsControl) =>
  (input: DescribeMetricFiltersCommandInput, { region }: WireContext): DescribeMetricFiltersResponse => {
    const {
      filterNamePrefix = '',
      limit = PAGE,
      logGroupName,
      metricName,
      metricNamespace,
      nextToken,
    } = input
    const found = filters
      .filter((filter) => filter.region === region && filter.name.startsWith(filterNamePrefix))
      .filter(({ groupName }) => logGroupName === undefined || groupName === logGroupName)
      .filter(({ metric }) => metricName === undefined || metric.name === metricName)
      .filter(({ metric }) => metricNamespace === undefined || metric.namespace === metricNamespace)
    const { page, nextToken: next } = pageOf(found, { limit, nextToken })
    return { metricFilters: page.map(toFilter), nextToken: next }
  }

const toFilter = ({ groupName, metric, name, pattern }: MetricFilterPlan) => ({
  filterName: name,
  filterPattern: pattern,
  logGroupName: groupName,
  metricTransformations: [
    {
      metricName: metric.name,
      metricNamespace: metric.namespace,
      metricValue: metric.value,
      defaultValue: metric.defaultValue,
      ...(Object.keys(metric.dimensions).length > 0 && { dimensions: metric.dimensions }),
    },
  ],
})
