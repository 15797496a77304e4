import type { SourcePosition, Urn } from '@meridian/resource-graph'
import type { PropertyMap } from './property-values.ts'

/** One resource as the program registers it; property values may be marked. */
export interface Registration {
  readonly type: string
  readonly name: string
  readonly parent: Urn | undefined
  readonly isComponent: boolean
  readonly properties: PropertyMap
  /** `<urn>::<id>` of an explicit provider. */
  readonly provider: string | undefined
  readonly dependencies: readonly Urn[]
  readonly propertyDependencies: Readonly<Record<string, readonly Urn[]>>
  readonly ignoreChanges: readonly string[]
  readonly additionalSecretOutputs: readonly string[]
  readonly protect: boolean
  readonly source: SourcePosition | undefined
}

/** The engine's answer to a registration. */
export interface Registered {
  readonly urn: Urn
  readonly id: string
  readonly properties: PropertyMap
}

export interface Invocation {
  readonly token: string
  readonly args: PropertyMap
  readonly provider: string | undefined
  readonly source: SourcePosition | undefined
}
