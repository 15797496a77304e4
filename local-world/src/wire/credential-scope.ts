/** What a request's signature says about where it wants to go. */
export interface CredentialScope {
  readonly accessKeyId: string
  readonly region: string
  readonly service: string
}

const CREDENTIAL = /^([^/]+)\/\d{8}\/([\w-]+)\/([\w-]+)\/aws4_request/
const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^,]+)/

/**
 * Reads `AKID/date/region/service/aws4_request` from a SigV4 Authorization header. One port serves every region and
 * service because of it; the signature itself is not checked, for the local world has no secrets to check it with.
 */
export function parseCredentialScope(
  authorization: string | undefined,
  url?: URL,
): CredentialScope | undefined {
  // A presigned address carries in its query what is otherwise in the header.
  const credential =
    AUTHORIZATION.exec(authorization ?? '')?.[1] ?? url?.searchParams.get('X-Amz-Credential') ?? ''
  const match = CREDENTIAL.exec(credential)
  if (!match) return undefined
  const [, accessKeyId = '', region = '', service = ''] = match
  return { accessKeyId, region, service }
}
