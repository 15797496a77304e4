/** What the operations of this surface work on. */
export interface RdsDataControl {
  /** Of a cluster that takes SQL over HTTP. */
  serverOf(clusterArn: string): { readonly port: number } | undefined
  /** Throws ResourceNotFoundException. */
  secretString(arn: string): string
}
