import type { DimensionFilter, ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch'
import { pageOf } from '../../../../kernel/page.ts'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { Dimensions } from '../../model/metric-store.ts'
import { invalidValue } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { dimensionShapes } from '../shapes.ts'

/** AWS's page size; a request cannot change it. */
const PAGE_SIZE = 500

export const listMetrics =
  ({ store }: CloudWatchControl) =>
  (
    { Dimensions, MetricName, Namespace, NextToken: token }: ListMetricsInput,
    { region }: WireContext,
  ): ListMetricsOutput => {
    const metrics = store
      .list(region)
      .filter(({ namespace }) => Namespace === undefined || namespace === Namespace)
      .filter(({ name }) => MetricName === undefined || name === MetricName)
      .filter(({ dimensions }) => (Dimensions ?? []).every((filter) => fits(dimensions, filter)))
    const { items, next } = pageOf(metrics, { size: PAGE_SIZE, token }, (given) =>
      invalidValue(`The next token ${given} is not valid.`),
    )
    return {
      Metrics: items.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensionShapes(dimensions),
      })),
      NextToken: next,
    }
  }

/** A filter without a value matches any value of the dimension. */
function fits(dimensions: Dimensions, { Name = '', Value }: DimensionFilter): boolean {
  const present = dimensions[Name]
  return present !== undefined && (Value === undefined || present === Value)
}
