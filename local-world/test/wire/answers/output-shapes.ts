import { readFile } from 'node:fs/promises'

/** What AWS's model says of the answers of one service (extracted by tools/src/aws-constraints.ts). */
export interface OutputShapes {
  /** An operation to the shape of its answer; null for one that answers nothing. */
  readonly operations: Readonly<Record<string, string | null>>
  /** Operations that answer page by page: the members that limit a page, ask for the next one and tell of it. */
  readonly pages: Readonly<Record<string, Paging>>
  /** A structure's members, each with the structure that it holds (through lists and maps), or null. */
  readonly shapes: Readonly<Record<string, Readonly<Record<string, string | null>>>>
}

export interface Paging {
  readonly limit: string
  readonly token: readonly string[]
  readonly next: readonly string[]
}

/** Of a service by its name in signatures; throws when none were extracted. */
export async function loadOutputShapes(scope: string): Promise<OutputShapes> {
  const file = new URL(`../output-shapes/${scope}.json`, import.meta.url)
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`No output shapes of ${scope}. ${EXTRACT}`, { cause })
  })
  return JSON.parse(text) as OutputShapes
}

export const EXTRACT = 'Run: node tools/launch.mjs tools/src/aws-constraints.ts <botocore data folder>'
