import { hostname } from 'node:os'

interface TaskMetadata {
  readonly TaskARN?: string
}

const ASK_WITHIN_MS = 1_000

/** The id of this process's ECS task, from the metadata endpoint; the host name where there is none. */
export async function findTaskId(metadataUri: string | undefined): Promise<string> {
  if (metadataUri === undefined) return `${hostname()}-${process.pid}`
  try {
    const answer = await fetch(`${metadataUri}/task`, { signal: AbortSignal.timeout(ASK_WITHIN_MS) })
    const { TaskARN } = (await answer.json()) as TaskMetadata
    return TaskARN?.split('/').at(-1) ?? hostname()
  } catch {
    return hostname()
  }
}
