import { estimate, PROFILE_NAMES, perDay, pricingInput, totalsBy } from '@meridian/cost'
import type { ResourceGraph } from '@meridian/resource-graph'
import { dollars } from './format.ts'

/**
 * What the stacks cost a day, as text by placeholder: `cost.poc.typical.day`, and one for each service, such as
 * `cost.poc.typical.aurora`. They are computed from the program and the price list, so they need no run.
 */
export function costFigures(graphs: Readonly<Record<string, ResourceGraph>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(graphs).flatMap(([stack, graph]) =>
      PROFILE_NAMES.flatMap((profile): [string, string][] => {
        const priced = estimate(pricingInput(graph, profile))
        const services = totalsBy('service', priced)
        return [
          [`cost.${stack}.${profile}.day`, dollars(perDay(priced.usdPerMonth))],
          ...services.map(({ name, usdPerDay }): [string, string] => [
            `cost.${stack}.${profile}.${name.toLowerCase().replaceAll(' ', '-')}`,
            dollars(usdPerDay),
          ]),
        ]
      }),
    ),
  )
}
