/** The request that creates a resource of one type. */
export interface CreateOperation {
  /** botocore's name of the service. */
  readonly service: string
  readonly operation: string
  /** Member of the request that holds all of it. */
  readonly within?: string
  /** Pulumi's name (or path) to AWS's, where they differ by more than case and plural; undefined when it is the provider's own. */
  readonly names?: Readonly<Record<string, string | undefined>>
  /** Required members that the provider sets itself. */
  readonly filled?: readonly string[]
}

export const at = (
  service: string,
  operation: string,
  names: CreateOperation['names'] = {},
  more: Pick<CreateOperation, 'within' | 'filled'> = {},
): CreateOperation => ({ service, operation, names, ...more })
