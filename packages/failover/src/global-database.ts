import type { RegionId } from '@meridian/topology'

export interface GlobalMember {
  readonly arn: string
  readonly isWriter: boolean
  /** `connected` or `pending-resync`. */
  readonly synchronization: string
}

/** What DescribeGlobalClusters says about one global database. */
export interface GlobalDatabase {
  readonly id: string
  readonly status: string
  readonly engineVersion: string
  readonly members: readonly GlobalMember[]
  /** Present while a role change is under way. */
  readonly roleChange?: { readonly status: string; readonly toArn: string }
}

/** The three calls that a role change needs; `region` selects the control plane. */
export interface GlobalDatabaseControl {
  describe(region: RegionId, id: string): Promise<GlobalDatabase>
  switchover(region: RegionId, id: string, targetArn: string): Promise<void>
  /** Rows that had not been replicated are lost. */
  failover(region: RegionId, id: string, targetArn: string): Promise<void>
}

/** AWS refused the call: the operation has not begun. */
export class CallRefusedError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CallRefusedError'
    this.code = code
  }
}

/** AWS does not guarantee the order of members, so the writer is found by its flag. */
export function writerOf(database: GlobalDatabase): GlobalMember | undefined {
  return database.members.find((member) => member.isWriter)
}

/** How far a role change to this member has come. */
export function progressOf(
  database: GlobalDatabase,
  targetArn: string,
): 'seenUnchanged' | 'seenRunning' | 'seenPromoted' | 'seenConnected' {
  if (writerOf(database)?.arn === targetArn) return isSettled(database) ? 'seenConnected' : 'seenPromoted'
  return database.roleChange?.toArn === targetArn ? 'seenRunning' : 'seenUnchanged'
}

/** No role change is running and every member follows the writer. */
export function isSettled(database: GlobalDatabase): boolean {
  return (
    database.status === 'available' &&
    database.roleChange === undefined &&
    database.members.every((member) => member.isWriter || member.synchronization === 'connected')
  )
}

/** One line for errors and progress: `available, writer us-west-2, pending-resync: us-east-1`. */
export function describeDatabase(database: GlobalDatabase): string {
  const apart = database.members
    .filter((member) => !member.isWriter && member.synchronization !== 'connected')
    .map((member) => `${member.synchronization}: ${regionOf(member.arn)}`)
  const change = database.roleChange ? [`role change ${database.roleChange.status}`] : []
  const writer = writerOf(database)
  return [
    database.status,
    ...change,
    writer ? `writer ${regionOf(writer.arn)}` : 'no writer',
    ...(apart.length > 0 ? apart : ['all members connected']),
  ].join(', ')
}

const regionOf = (arn: string) => arn.split(':')[3] ?? arn
