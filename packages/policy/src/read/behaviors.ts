import { Attributes, type ResourceNode } from '@meridian/resource-graph'

/** A cache behaviour of a distribution, with its path in the distribution's inputs. */
export interface StatedBehavior {
  readonly path: string
  readonly behavior: Attributes
}

/** All behaviours of a distribution, the default one first. */
export function behaviorsOf(distribution: ResourceNode): readonly StatedBehavior[] {
  const attributes = Attributes.of(distribution)
  return [
    { path: 'defaultCacheBehavior', behavior: attributes.block('defaultCacheBehavior') },
    ...attributes.blocks('orderedCacheBehaviors').map((behavior) => ({
      path: `orderedCacheBehaviors[${behavior.text('pathPattern')}]`,
      behavior,
    })),
  ]
}

export function takesWrites({ behavior }: StatedBehavior): boolean {
  return behavior.texts('allowedMethods').includes('POST')
}

/** Ids of a distribution's origin groups. */
export function originGroupsOf(distribution: ResourceNode): readonly string[] {
  return Attributes.of(distribution)
    .blocks('originGroups')
    .map((group) => group.text('originId'))
}
