import { imageRepository, SERVICE_NAMES, XRAY_REPOSITORY } from '@meridian/topology'
import { EcsError } from '../errors.ts'

/** How an image is run here. */
export type ImageBody =
  | {
      readonly kind: 'node program'
      /** Arguments for `node`, run in the image's working directory, when the task has no command. */
      readonly command: readonly string[]
      /** The working directory; defaults to the repository's root. */
      readonly folder?: string
    }
  | { readonly kind: 'x-ray daemon' }

export type ImageTable = (image: string) => ImageBody

/** Every digest stands for the checkout; this one rehearses a deployment with a missing image. */
const ABSENT_DIGEST = /@sha256:0{64}$/

/**
 * The checkout, or a folder assembled from it, replaces the images built from it: ENTRYPOINT `node` with its flags,
 * CMD the service's bundle.
 */
export const imagesFrom =
  (folders: Readonly<Record<string, string>> = {}): ImageTable =>
  (image) => {
    if (ABSENT_DIGEST.test(image)) {
      throw new EcsError(
        'MERIDIAN_ECS_IMAGE_UNKNOWN',
        `CannotPullContainerError: failed to resolve ref ${image}: not found (a digest of zeros is one that no registry has)`,
      )
    }
    const [repository = ''] = image.replace(/^\d+\.dkr\.ecr\.[\w-]+\.amazonaws\.com\//, '').split(/[:@]/)
    if (repository === XRAY_REPOSITORY) return { kind: 'x-ray daemon' }
    const service = SERVICE_NAMES.find((name) => imageRepository(name) === repository)
    if (service) {
      const folder = folders[service]
      const command = [`services/${service}/dist/server.mjs`]
      return { kind: 'node program', command, ...(folder !== undefined && { folder }) }
    }
    const known = [...SERVICE_NAMES.map(imageRepository), XRAY_REPOSITORY].join(', ')
    throw new EcsError(
      'MERIDIAN_ECS_IMAGE_UNKNOWN',
      `Nothing in the checkout stands for the image "${image}"; known are the repositories ${known}`,
    )
  }
