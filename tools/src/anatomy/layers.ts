import type { ImportGraph } from './import-graph.ts'
import type { Problem } from './problem.ts'

/** Folders of local-world/src, lowest first. A file imports only from its own folder and from lower layers. */
export const LAYERS: readonly (readonly string[])[] = [
  ['kernel'],
  ['wan', 'wire', 'program'],
  ['failures'],
  ['modules'],
  ['visitors'],
  ['world'],
  ['preview'],
  ['cli', 'index.ts'],
]

const ROOT_FOLDER = 'local-world/src/'

const partOf = (path: string): string => path.slice(ROOT_FOLDER.length).split('/')[0] ?? ''

const levelOf = (part: string): number => LAYERS.findIndex((parts) => parts.includes(part))

/** Imports from a lower layer to a higher one, or to another folder of the same layer. */
export function upwardArrows(graph: ImportGraph): readonly Problem[] {
  return [...graph].flatMap(([path, targets]) =>
    targets
      .filter((target) => partOf(path) !== partOf(target) && levelOf(partOf(path)) <= levelOf(partOf(target)))
      .map((target) => ({
        path,
        message:
          `imports ${target}, but ${partOf(path)} may not stand on ${partOf(target)}. ` +
          `From the ground up: ${LAYERS.map((parts) => parts.join(', ')).join(' < ')}. ` +
          'Move the contract that both need into kernel, or pass the value in from above.',
      })),
  )
}

/** Files in a folder that belongs to no layer, so their imports cannot be checked. */
export function unlayered(graph: ImportGraph): readonly Problem[] {
  return [...graph.keys()]
    .filter((path) => levelOf(partOf(path)) === -1)
    .map((path) => ({
      path,
      message: `is in "${partOf(path)}", which belongs to no layer; name it in LAYERS of tools/src/anatomy/layers.ts`,
    }))
}
