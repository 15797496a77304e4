import * as pulumi from '@pulumi/pulumi'
import { UnprefixedChildError } from './errors.ts'
import { checkedName, namingRule, physicalName } from './naming.ts'

/**
 * Base of all components.
 *
 * It ensures three things for every resource below it: its name begins with the component's, its physical name is within
 * AWS's limits (derived from the program's name unless the component gives one), and it has the tags Name and component.
 */
export abstract class Component extends pulumi.ComponentResource {
  protected constructor(type: string, name: string, opts: pulumi.ComponentResourceOptions = {}) {
    const describe: pulumi.ResourceTransformation = (resource) => describeChild(type, name, resource)
    super(type, name, {}, { ...opts, transformations: [...(opts.transformations ?? []), describe] })
  }
}

/** Pulumi applies a component's transformation to the component itself and to all its descendants, nearest first. */
function describeChild(
  componentType: string,
  componentName: string,
  resource: pulumi.ResourceTransformationArgs,
): pulumi.ResourceTransformationResult | undefined {
  const { type, name, props, opts } = resource
  if (name !== componentName && !name.startsWith(`${componentName}-`))
    throw new UnprefixedChildError(type, name, componentName)
  if (!type.startsWith('aws:')) return undefined
  return { props: withNameAndTags(componentType, type, name, props), opts }
}

function withNameAndTags(
  componentType: string,
  type: string,
  name: string,
  props: pulumi.Inputs,
): pulumi.Inputs {
  const { property, takesTags } = namingRule(type)
  const given = property === undefined ? undefined : props[property]
  if (property !== undefined && typeof given === 'string') checkedName(type, given)
  return {
    ...props,
    ...(property !== undefined && { [property]: given ?? physicalName(type, name) }),
    // Tags from the caller or a nearer component come last, so they win.
    ...(takesTags && { tags: { Name: physicalTag(name), component: componentType, ...props.tags } }),
  }
}

function physicalTag(name: string): string {
  return `meridian-${name}`
}
