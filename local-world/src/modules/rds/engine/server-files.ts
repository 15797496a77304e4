import { join } from 'node:path'

/** Where one server keeps its files. Configuration stays outside `data`, so that a copy of `data` is only data. */
export interface ServerFiles {
  readonly folder: string
  readonly data: string
  readonly configuration: string
  readonly hostRules: string
  readonly certificate: string
  readonly privateKey: string
  readonly log: string
}

export function serverFiles(folder: string): ServerFiles {
  return {
    folder,
    data: join(folder, 'data'),
    configuration: join(folder, 'postgresql.conf'),
    hostRules: join(folder, 'pg_hba.conf'),
    certificate: join(folder, 'server.crt'),
    privateKey: join(folder, 'server.key'),
    log: join(folder, 'server.log'),
  }
}
