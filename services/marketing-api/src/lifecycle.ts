import type { SchemaVerdict } from '@meridian/database'
import type { Lifecycle } from '@meridian/service-skeleton'

/** A process that serves once its schema was seen. */
export interface ApiLifecycle extends Lifecycle {
  /** Last judgement of the reader's schema; undefined before the first answer. */
  schema: SchemaVerdict | undefined
}

export function createLifecycle(): ApiLifecycle {
  return { phase: 'starting', schema: undefined }
}
