import { readFileSync } from 'node:fs'
import type { WorldFile } from './describe-world.ts'

/** The running world's description of itself; undefined if no world runs, or its process is gone. */
export function readDescription(file: string): WorldFile | undefined {
  try {
    const description: WorldFile = JSON.parse(readFileSync(file, 'utf8'))
    process.kill(description.pid, 0)
    return description
  } catch {
    return undefined
  }
}
