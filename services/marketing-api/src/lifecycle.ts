import type { SchemaVerdict } from '@meridian/database'

/** Where the process is in its life: `starting` until its schema was seen, `draining` once it was told to stop. */
export interface Lifecycle {
  phase: 'starting' | 'serving' | 'draining'
  /** Last judgement of the reader's schema; undefined before the first answer. */
  schema: SchemaVerdict | undefined
}

export function createLifecycle(): Lifecycle {
  return { phase: 'starting', schema: undefined }
}
