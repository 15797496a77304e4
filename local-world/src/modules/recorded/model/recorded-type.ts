import type { ResourceBody } from '../../../kernel/resource-body.ts'

/** A type that the local world only writes down, and why nothing more. */
export interface RecordedType {
  readonly body: ResourceBody
  readonly why: string
}
