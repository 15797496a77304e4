/** A part of the world that publishes CloudWatch metrics. */
export interface Source {
  /** Called at every beat; never rejects. */
  collect(nowMs: number): Promise<void> | void
  close(): void
}
