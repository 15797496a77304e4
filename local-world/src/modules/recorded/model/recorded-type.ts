import type { ResourceProvider } from '../../../kernel/resource-provider.ts'

/** A type that the local world only writes down, and why nothing more. */
export interface RecordedType {
  readonly provider: ResourceProvider
  readonly why: string
}
