import { Server, ServerCredentials } from '@grpc/grpc-js'
import { createEngineService, type ProgramLog } from './engine-service.ts'
import { createMonitorService } from './monitor-service.ts'
import { engineServices, monitorServices } from './protocol.ts'
import type { Recorder } from './recorder.ts'

const UNLIMITED_MESSAGE_BYTES = -1

/** The address of a program's monitor and engine; disposing it cancels the program's calls. */
export interface ProgramServer extends Disposable {
  readonly address: string
}

/** Serves Pulumi's ResourceMonitor and Engine for one run of a program, on a free loopback port. */
export async function startProgramServer(
  recorder: Recorder,
  repositoryRoot: string,
  log: (entry: ProgramLog) => void,
): Promise<ProgramServer> {
  const server = new Server({ 'grpc.max_receive_message_length': UNLIMITED_MESSAGE_BYTES })
  server.addService(monitorServices.ResourceMonitorService, createMonitorService(recorder, repositoryRoot))
  server.addService(engineServices.EngineService, createEngineService(log))
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, boundPort) =>
      error ? reject(error) : resolve(boundPort),
    )
  })
  return { address: `127.0.0.1:${port}`, [Symbol.dispose]: () => server.forceShutdown() }
}
