/** AWS's constraints on one value of a request. */
export type Shape =
  | StructureShape
  | {
      readonly kind: 'list'
      readonly element: () => Shape | undefined
      readonly min?: number
      readonly max?: number
    }
  | { readonly kind: 'map'; readonly value: () => Shape | undefined }
  | StringShape
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'other' }

export interface StructureShape {
  readonly kind: 'structure'
  readonly name: string
  readonly members: ReadonlyMap<string, () => Shape | undefined>
  readonly required: readonly string[]
}

export interface StringShape {
  readonly kind: 'string'
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly values?: readonly string[]
}

/** Where request shapes come from: the SDK's declarations on every machine, botocore's models where Python has them. */
export interface ModelSource {
  readonly name: 'sdk' | 'botocore'
  /** A description of its version. */
  readonly version: string
  /** The request of an operation; undefined when this source does not know the service. */
  request(service: string, operation: string): StructureShape | undefined
  /** Names of a service's operations, by the prefix that IAM uses; undefined when unknown. */
  operations?(prefix: string): ReadonlySet<string> | undefined
}
