/** The phase of a process: `starting` until it can serve, `draining` once it is shutting down. */
export interface Lifecycle {
  phase: 'starting' | 'serving' | 'draining'
}
