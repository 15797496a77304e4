/** Where a process is in its life: `starting` until it can serve, `draining` once it was told to stop. */
export interface Lifecycle {
  phase: 'starting' | 'serving' | 'draining'
}
