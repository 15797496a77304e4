import type { DimensionFilter, ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { Dimensions } from '../../model/metric-store.ts'
import type { CloudWatchControl } from '../context.ts'
import { dimensionShapes } from '../shapes.ts'

/** All that match, in one page. */
export const listMetrics =
  ({ store }: CloudWatchControl) =>
  ({ Dimensions, MetricName, Namespace }: ListMetricsInput, { region }: WireContext): ListMetricsOutput => {
    const metrics = store
      .list(region)
      .filter(({ namespace }) => Namespace === undefined || namespace === Namespace)
      .filter(({ name }) => MetricName === undefined || name === MetricName)
      .filter(({ dimensions }) => (Dimensions ?? []).every((filter) => fits(dimensions, filter)))
    return {
      Metrics: metrics.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: dimensionShapes(dimensions),
      })),
    }
  }

/** A filter without a value asks for the dimension alone. */
function fits(dimensions: Dimensions, { Name = '', Value }: DimensionFilter): boolean {
  const present = dimensions[Name]
  return present !== undefined && (Value === undefined || present === Value)
}
