import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Bodies, type BodySource, mergeBodies } from '../program/bodies.ts'

const MODULES_FOLDER = join(import.meta.dirname, '../modules')

/** The tables of every module that has any, whether or not the module can be started yet. */
export async function availableBodies(): Promise<Bodies> {
  const sources: BodySource[] = []
  for (const name of readdirSync(MODULES_FOLDER)) {
    const file = ['resources.ts', 'index.ts']
      .map((candidate) => join(MODULES_FOLDER, name, candidate))
      .find(existsSync)
    if (file) sources.push(sourceOf(name, (await import(file)) as Record<string, unknown>))
  }
  return mergeBodies(sources)
}

function sourceOf(name: string, exports: Record<string, unknown>): BodySource {
  const module = Object.values(exports).find((value) => isObject(value) && 'resources' in value)
  if (module) return module as BodySource
  const find = (pattern: RegExp) =>
    (Object.entries(exports).find(([key, value]) => pattern.test(key) && isObject(value))?.[1] ?? {}) as never
  return { name, resources: find(/resources$/i), invokes: find(/invokes$/i) }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
