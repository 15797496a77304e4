import type { Attributes } from '@meridian/resource-graph'

/** A service's capacity provider strategy; here all capacity is this machine. */
export interface CapacityShare {
  readonly capacityProvider: string
  readonly base: number
  readonly weight: number
}

const PROVIDERS = ['FARGATE', 'FARGATE_SPOT']

/** A service's capacity shares, validated as by CreateService; empty for a launch type. */
export function planCapacity(
  attributes: Attributes,
  refuse: (message: string) => Error,
): readonly CapacityShare[] {
  const shares = attributes.blocks('capacityProviderStrategies').map((block) => ({
    capacityProvider: block.text('capacityProvider'),
    base: block.number('base', 0),
    weight: block.number('weight', 0),
  }))
  if (shares.length === 0) return []
  const stranger = shares.find(({ capacityProvider }) => !PROVIDERS.includes(capacityProvider))
  if (stranger)
    throw refuse(
      `has capacity provider "${stranger.capacityProvider}"; Fargate has ${PROVIDERS.join(' and ')}`,
    )
  if (attributes.has('launchType'))
    throw refuse('names a launch type and a capacity provider strategy; ECS takes one of them')
  if (shares.filter(({ base }) => base > 0).length > 1)
    throw refuse('has a base on more than one capacity provider; ECS takes one')
  if (shares.every(({ weight }) => weight === 0))
    throw refuse('has only capacity providers of weight 0; at least one needs more')
  return shares
}
