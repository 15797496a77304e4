import { SERVICE_NAMES, type ServiceName } from '@meridian/topology'

/** The images of a release, by digest: the same bytes in every region, wherever a tag points. */
export type ImageDigests = Readonly<Partial<Record<ServiceName, string>>>

const DIGEST = /^sha256:[0-9a-f]{64}$/

/** Reads `marketing-api=sha256:…`; undefined for anything else. */
export function parseImageDigest(text: string): ImageDigests | undefined {
  const [name = '', digest = ''] = text.split('=')
  const service = SERVICE_NAMES.find((known) => known === name)
  return service && DIGEST.test(digest) ? { [service]: digest } : undefined
}

/** The same repository at another digest, whether the image had a tag or a digest. */
export function atDigest(image: string, digest: string): string {
  const lastPart = image.lastIndexOf('/') + 1
  const repository = image.slice(0, lastPart) + image.slice(lastPart).replace(/[:@].*$/, '')
  return `${repository}@${digest}`
}

/** Undefined for an image referenced by tag. */
export function digestOf(image: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1]
}
