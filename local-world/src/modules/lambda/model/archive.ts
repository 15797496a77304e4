import { InvalidFunctionError } from '../errors.ts'

// Pulumi's own constants (sdk/nodejs/runtime/rpc.ts); every engine and language host has the same.
const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d'
const ASSET_SIGNATURE = 'c44067f5952c0a294b673a41bacd8c17'
const ARCHIVE_SIGNATURE = '0def7320c3a5731c473e5ecbe6d01bc7'

/** One entry of a function's archive: a string, or a file or folder on this machine. */
export type ArchiveEntry =
  | { readonly place: string; readonly text: string }
  | { readonly place: string; readonly path: string }

type Value = Readonly<Record<string, unknown>>

/** The entries of an archive as the program passes it to an engine; `place` is '' for the whole archive. */
export function archiveEntries(value: unknown, place = ''): readonly ArchiveEntry[] {
  const { [SIGNATURE_KEY]: signature, assets, path, text } = (value ?? {}) as Value
  if (signature !== ARCHIVE_SIGNATURE && signature !== ASSET_SIGNATURE)
    throw new InvalidFunctionError(
      'The code of a function is no archive; give it a pulumi.asset.AssetArchive or FileArchive',
    )
  if (typeof text === 'string') return [{ place, text }]
  if (typeof path === 'string') return [{ place, path }]
  if (typeof assets !== 'object' || assets === null)
    throw new InvalidFunctionError(`"${place}" in a function's archive is neither text, file nor folder`)
  return Object.entries(assets).flatMap(([name, asset]) =>
    archiveEntries(asset, place === '' ? name : `${place}/${name}`),
  )
}
