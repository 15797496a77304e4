import { readFile } from 'node:fs/promises'

/** AWS's model of one service's answers (extracted by tools/src/aws-constraints.ts). */
export interface OutputShapes {
  /** Operation to the shape of its answer; null for an empty answer. */
  readonly operations: Readonly<Record<string, string | null>>
  /** Paginated operations: the members for the page size, the request's token and the answer's token. */
  readonly pages: Readonly<Record<string, Paging>>
  /** A structure's members, each with the structure it contains (through lists and maps), or null. */
  readonly shapes: Readonly<Record<string, Readonly<Record<string, string | null>>>>
}

export interface Paging {
  readonly limit: string
  readonly token: readonly string[]
  readonly next: readonly string[]
}

/** By the service's signing name; throws when none were extracted. */
export async function loadOutputShapes(scope: string): Promise<OutputShapes> {
  const file = new URL(`../output-shapes/${scope}.json`, import.meta.url)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`No output shapes of ${scope}. ${EXTRACT}`, { cause })
  })
  return JSON.parse(text) as OutputShapes
}

export const EXTRACT = 'Run: node tools/launch.mjs tools/src/aws-constraints.ts <botocore data folder>'
