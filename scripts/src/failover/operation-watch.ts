import { relative } from 'node:path'
import type { JournalContents, JournalEntry, OperationState } from '@meridian/failover'
import type { ProgressLine } from '@meridian/operator-tools'

/** Shows a running operation, and always has the message for an interrupted command ready. */
export interface OperationWatch {
  readonly progress: ProgressLine
  readonly onJournal: (journal: JournalContents) => void
  readonly onEntry: (entry: JournalEntry) => void
  readonly onSeen: (seen: string) => void
  whenStopped(): string
}

/** What has been done at each state, and what a resume will do about it. */
const STANDING: Readonly<Record<OperationState, string>> = {
  planned: 'Nothing had been called: nothing has changed. resume gives the operation up.',
  calling: 'The call was being made: it may or may not have reached AWS. resume looks before it calls again.',
  running:
    'AWS has taken the call and goes on by itself. Writes may be refused meanwhile. resume watches it to its end.',
  promoted:
    'The new writer takes writes; other members still join it, by themselves. resume watches them to the end.',
  done: 'The operation had ended: it is done. There is nothing to resume.',
  abandoned: 'The operation had been given up: nothing has changed.',
  failed: 'The operation had failed: the old primary still writes. There is nothing to resume.',
}

export function watchOperation(
  progress: ProgressLine,
  target: 'local' | 'aws',
  stream: Pick<NodeJS.WriteStream, 'write'> = process.stderr,
): OperationWatch {
  let file: string | undefined
  const entries: JournalEntry[] = []
  let lastSeen: string | undefined

  const lineOf = ({ at, state, detail }: JournalEntry) => `${at} ${state}${detail ? `: ${detail}` : ''}`
  const stateNow = () => entries.at(-1)?.state ?? 'planned'

  return {
    progress,
    onJournal(journal) {
      file = journal.file
      entries.push(...journal.entries)
    },
    onEntry(entry) {
      entries.push(entry)
      progress.end()
      stream.write(`${lineOf(entry)}\n`)
    },
    onSeen(seen) {
      lastSeen = seen
      progress.wait(`${stateNow()}; seen: ${seen}`)
    },
    whenStopped() {
      if (file === undefined) return 'Stopped. Nothing has been called: nothing has changed.'
      return [
        `Stopped while ${stateNow()}. ${STANDING[stateNow()]}`,
        ...entries.map((entry) => `  ${lineOf(entry)}`),
        `  last seen: ${lastSeen ?? 'nothing yet'}`,
        `Go on with: ${resumeCommand(file, target)}`,
      ].join('\n')
    },
  }
}

/** The exact command to type, except for the operator's own outputs file. */
function resumeCommand(journal: string, target: 'local' | 'aws'): string {
  const file = relative(process.cwd(), journal)
  const outputs = target === 'aws' ? ' --outputs <file>' : ''
  return `npm run failover -- resume --target ${target}${outputs} --journal ${file}`
}
