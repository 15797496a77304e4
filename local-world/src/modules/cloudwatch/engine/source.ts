/** A part of the world that has values for CloudWatch. */
export interface Source {
  /** Called at every beat; never rejects. */
  collect(nowMs: number): Promise<void> | void
  close(): void
}
