import { readFile } from 'node:fs/promises'
import { NoConsoleRunningError } from './errors.ts'

/** Requests a link that works once from the console of this world. */
export async function askForLink(worldFile: string): Promise<string> {
  const { console: address, token } = await readWorld(worldFile)
  try {
    const answer = await fetch(new URL('/api/links', address), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    if (!answer.ok) throw new Error(`it answered ${answer.status}: ${(await answer.text()).trim()}`)
    return ((await answer.json()) as { url: string }).url
  } catch (error) {
    throw new NoConsoleRunningError(`${address} gave no link (${(error as Error).message})`, { cause: error })
  }
}

async function readWorld(file: string): Promise<{ readonly console: string; readonly token: string }> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new NoConsoleRunningError(`${file} cannot be read, so no world runs`, { cause: error })
  }
}
