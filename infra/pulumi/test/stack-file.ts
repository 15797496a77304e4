import { readFileSync } from 'node:fs'

export const STACKS = ['poc', 'production'] as const
export type Stack = (typeof STACKS)[number]

/** Stack files contain only settings, one per line, so reading line by line is enough. */
export function readStackFile(stack: Stack): Record<string, string> {
  const text = readFileSync(new URL(`../Pulumi.${stack}.yaml`, import.meta.url), 'utf8')
  return Object.fromEntries(
    [...text.matchAll(/^ {2}(meridian:\w+): "?([^"\n]*)"?$/gm)].map(([, key, value]) => [
      key ?? '',
      value ?? '',
    ]),
  )
}
