import type { ResourceProvider } from '../../../kernel/resource-provider.ts'

/** A type that the local world only records, and why. */
export interface RecordedType {
  readonly provider: ResourceProvider
  readonly why: string
}
