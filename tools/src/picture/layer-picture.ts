import { LAYERS } from '../anatomy/layers.ts'

/** The folders of `local-world/src` as a Mermaid flowchart, highest first. */
export function layerPicture(): string {
  const layers = LAYERS.toReversed()
  return [
    'flowchart TB',
    ...layers.map((folders, index) => `  layer${index}["${folders.join(', ')}"]`),
    ...layers.slice(1).map((_, index) => `  layer${index} --> layer${index + 1}`),
  ].join('\n')
}
