/** What the operations work on. */
export interface RdsDataControl {
  /** The server of a cluster that accepts SQL over HTTP. */
  serverOf(clusterArn: string): { readonly port: number } | undefined
  /** Throws ResourceNotFoundException. */
  secretString(arn: string): string
}
