import type { SchemaVerdict } from '@meridian/database'
import type { Lifecycle } from '@meridian/service-skeleton'

/** A process that serves once it has seen its schema. */
export interface ApiLifecycle extends Lifecycle {
  /** Last verdict on the reader's schema; undefined before the first answer. */
  schema: SchemaVerdict | undefined
}

export function createLifecycle(): ApiLifecycle {
  return { phase: 'starting', schema: undefined }
}
