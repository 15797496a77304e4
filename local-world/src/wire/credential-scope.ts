/** The destination of a signed request. */
export interface CredentialScope {
  readonly region: string
  readonly service: string
}
