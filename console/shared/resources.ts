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

/** Everything about one resource; secrets are masked where the graph is written. */
export interface ResourceView extends ResourceLine {
  readonly id: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly dependencies: readonly string[]
  /** Those that depend on it. */
  readonly dependents: readonly string[]
}
