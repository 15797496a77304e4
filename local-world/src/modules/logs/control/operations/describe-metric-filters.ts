import type {
  DescribeMetricFiltersCommandInput,
  DescribeMetricFiltersResponse,
  MetricFilter,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch-logs'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { MetricFilterPlan } from '../../model/log-plan.ts'
import type { LogsControl } from '../context.ts'
import { pageIn } from '../lookups.ts'

const PAGE = 50

export const describeMetricFilters =
  ({ filters, store }: LogsControl) =>
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
    const { items, next } = pageIn(found, limit, nextToken)
    return {
      metricFilters: items.map((filter) =>
        toFilter(filter, store.find(region, filter.groupName)?.createdAtMs),
      ),
      nextToken: next,
    }
  }

const toFilter = (
  { groupName, metric, name, pattern }: MetricFilterPlan,
  createdAtMs: number | undefined,
): MetricFilter => ({
  creationTime: createdAtMs,
  applyOnTransformedLogs: false,
  filterName: name,
  filterPattern: pattern,
  logGroupName: groupName,
  metricTransformations: [
    {
      metricName: metric.name,
      metricNamespace: metric.namespace,
      metricValue: metric.value,
      defaultValue: metric.defaultValue,
      unit: metric.unit as StandardUnit | undefined,
      ...(Object.keys(metric.dimensions).length > 0 && { dimensions: metric.dimensions }),
    },
  ],
})
