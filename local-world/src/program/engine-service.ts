import type { Urn } from '@meridian/resource-graph'
import type { LogRequest } from '@pulumi/pulumi/proto/engine_pb.js'
import { answering, Empty, engineMessages } from './protocol.ts'

export type LogSeverity = 'debug' | 'info' | 'warning' | 'error'

/** A line that the program logged (`pulumi.log.info`) or printed. */
export interface ProgramLog {
  readonly severity: LogSeverity
  readonly message: string
  /** The resource it is about, if the program named one. */
  readonly urn: Urn | undefined
}

const SEVERITIES: readonly LogSeverity[] = ['debug', 'info', 'warning', 'error']

/** Pulumi's Engine: the program's log, and the URN of its stack. */
export function createEngineService(log: (entry: ProgramLog) => void) {
  let rootUrn = ''
  return {
    log: answering((request: LogRequest) => {
      const severity = SEVERITIES[request.getSeverity()] ?? 'info'
      if (severity !== 'debug') {
        log({ severity, message: request.getMessage(), urn: request.getUrn() || undefined })
      }
      return new Empty()
    }),
    getRootResource: answering(() => new engineMessages.GetRootResourceResponse().setUrn(rootUrn)),
    setRootResource: answering((request: { getUrn(): string }) => {
      rootUrn = request.getUrn()
      return new engineMessages.SetRootResourceResponse()
    }),
    startDebugging: answering(() => new Empty()),
    requirePulumiVersion: answering(() => new engineMessages.RequirePulumiVersionResponse()),
  }
}
