/** Where a signed request wants to go. */
export interface CredentialScope {
  readonly region: string
  readonly service: string
}
