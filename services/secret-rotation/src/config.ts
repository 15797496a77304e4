import { RotationMisconfiguredError } from './errors.ts'

/** What the function knows of the database; logins are in the secret only. */
export interface RotationConfig {
  /** Where the writer may be, the global endpoint first. */
  readonly writerHosts: readonly string[]
  readonly port: number
  readonly database: string
  /** The user for read access by people, with IAM tokens; undefined where there is none. */
  readonly reader?: string
  /** `verify` checks the server's certificate against the process's CAs; `off` is for throwaway servers in tests. */
  readonly tls: 'verify' | 'off'
}

type Environment = Readonly<Record<string, string | undefined>>

const MOST_PORT = 65_535

/** Reads the function's environment; throws one error that lists every problem. */
export function loadConfig(environment: Environment = process.env): RotationConfig {
  const problems: string[] = []
  const required = (name: string): string => {
    const value = environment[name] ?? ''
    if (value === '') problems.push(`${name} is missing`)
    return value
  }
  const writer = required('DATABASE_WRITER_HOST')
  const database = required('DATABASE_NAME')
  const port = Number(required('DATABASE_PORT'))
  if (!Number.isInteger(port) || port < 1 || port > MOST_PORT)
    problems.push(`DATABASE_PORT is "${environment.DATABASE_PORT ?? ''}" and must be a port`)
  if (problems.length > 0) throw new RotationMisconfiguredError(problems)
  const others = (environment.DATABASE_OTHER_WRITER_HOSTS ?? '').split(',').map((host) => host.trim())
  const reader = environment.DATABASE_READER_USER ?? ''
  return {
    writerHosts: [writer, ...others.filter((host) => host !== '')],
    port,
    database,
    ...(reader !== '' && { reader }),
    tls: 'verify',
  }
}
