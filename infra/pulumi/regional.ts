import { REGION_IDS, type RegionId } from '@meridian/topology'
import * as pulumi from '@pulumi/pulumi'

/** One value for each region. */
export type Regional<Value> = Readonly<Record<RegionId, Value>>

/** Makes one value for each region, in the topology's order. */
export function perRegion<Value>(make: (region: RegionId) => Value): Regional<Value> {
  return Object.fromEntries(REGION_IDS.map((region) => [region, make(region)])) as Record<RegionId, Value>
}

/**
 * The same value, known only once these resources exist too.
 *
 * `dependsOn` orders resources, not values; here the order is part of the value, so everything that uses it waits.
 */
export function once<Value>(
  value: pulumi.Output<Value>,
  ...resources: readonly pulumi.CustomResource[]
): pulumi.Output<Value> {
  const ids = pulumi.all(resources.map((resource) => resource.id))
  return pulumi.all([value, ids]).apply(([known]) => known as Value)
}
