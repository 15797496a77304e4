/** A resource of the Pulumi program, as a line of the tree. */
export interface ResourceLine {
  readonly urn: string
  readonly type: string
  readonly name: string
  readonly parent: string | undefined
  readonly region: string | undefined
  /** `infra/pulumi/components/aurora-region.ts:84`. */
  readonly source: string | undefined
}

/** One thing that a resource is charged for. */
export interface CostView {
  readonly what: string
  readonly unit: string
  readonly usdPerDay: number
}

/** Everything about one resource; secrets are masked where the graph is written. */
export interface ResourceView extends ResourceLine {
  readonly id: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly dependencies: readonly string[]
  /** Estimated from list prices under the typical load; empty for what is free. */
  readonly cost: readonly CostView[]
  /** Those that depend on it. */
  readonly dependents: readonly string[]
}
