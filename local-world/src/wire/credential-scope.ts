/** Where a signed request is addressed. */
export interface CredentialScope {
  readonly region: string
  readonly service: string
}
