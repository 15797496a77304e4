import type { AddressInfo } from 'node:net'
import type { TargetChoice } from '@meridian/operator-tools'
import { keepIdentity, readIdentity } from './access/kept-identity.ts'
import { createSessions } from './access/sessions.ts'
import { createOperator } from './actions/operator.ts'
import { createDrillRunner } from './drills/start-drill.ts'
import { createProcedures } from './procedures/procedures.ts'
import { buildApp } from './server/app.ts'
import { readAssets } from './server/assets.ts'
import { createSources } from './sources/index.ts'
import { createBoard } from './watch/board.ts'
import { watchTarget } from './watch/watched-target.ts'

export interface ConsoleOptions {
  readonly target: TargetChoice
  /** The target's description: the world's, or the stack's outputs. */
  readonly targetFile: string
  /** 0: the port of the last run if it is free, else any. */
  readonly port: number
  /** The folder that `build.ts` wrote the app to. */
  readonly assetFolder: string
  /** Journals of operations and reports of drills, as for the commands. */
  readonly resultsFolder: string
  /** Keeps the port and secret between runs. */
  readonly identityFile: string
}

export interface RunningConsole extends AsyncDisposable {
  readonly url: string
  /** A URL that opens the console in one browser, once. */
  newLink(): string
}

const LOOPBACK = '127.0.0.1'

/** Serves the console on loopback. */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const identity = readIdentity(options.identityFile)
  const sessions = createSessions(identity.secret)
  const target = watchTarget(options.target, options.targetFile)
  const { repositoryRoot } = options.target
  const operator = createOperator(target, { resultsFolder: options.resultsFolder, repositoryRoot })
  const drills = createDrillRunner(repositoryRoot, options.targetFile, options.resultsFolder)
  const board = createBoard(createSources(operator), target)
  const app = await buildApp({
    sessions,
    // A world's token, which only its owner can read; an account has none.
    linkToken: () =>
      target.current().then(
        ({ description }) => description.token,
        () => undefined,
      ),
    board,
    changes: { board, operator, target, repositoryRoot, worldFile: options.targetFile },
    procedures: { procedures: createProcedures(), target, journalFolder: operator.journalFolder },
    drills,
    resultsFolder: options.resultsFolder,
    targetName: options.target.target,
    assets: await readAssets(options.assetFolder),
  })
  await listen()
  const { port } = app.server.address() as AddressInfo
  keepIdentity(options.identityFile, { port, secret: identity.secret })
  const url = `http://${LOOPBACK}:${port}/`
  return {
    url,
    newLink: () => `${url}${sessions.newLink()}`,
    async [Symbol.asyncDispose]() {
      board[Symbol.dispose]()
      await drills[Symbol.asyncDispose]()
      await app.close()
      target[Symbol.dispose]()
    },
  }

  async function listen(): Promise<void> {
    const wanted = options.port || identity.port
    try {
      await app.listen({ host: LOOPBACK, port: wanted })
    } catch (error) {
      const isKept = options.port === 0 && (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!isKept) throw error
      await app.listen({ host: LOOPBACK, port: 0 })
    }
  }
}
