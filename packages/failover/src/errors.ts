import { ToolError } from '@meridian/operator-tools'

/** A snapshot was restored, or its cluster deleted, and AWS did not say in time that it was done. */
export class SnapshotNotOpenedError extends ToolError {
  constructor(awaited: string, waitedMs: number) {
    super(
      'MERIDIAN_DRILL_SNAPSHOT_NOT_OPENED',
      `Waited ${waitedMs / 60_000} minutes for ${awaited}; look at it with: aws rds describe-db-clusters`,
    )
  }
}
