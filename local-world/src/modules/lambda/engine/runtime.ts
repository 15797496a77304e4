/*
 * Lambda's Node runtime: loads the function's module once, then calls its handler with one event after another.
 * The world talks to it over the process's IPC channel; whatever the function prints goes to its log.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Call {
  readonly payload: string
}

const [taskRoot = '', handlerName = ''] = process.argv.slice(2)
const [moduleName = '', exportName = ''] = handlerName.split('.')

type Handler = (event: unknown, context: object) => unknown

async function loadHandler(): Promise<Handler> {
  const file = ['mjs', 'js', 'cjs']
    .map((ending) => join(taskRoot, `${moduleName}.${ending}`))
    .find((candidate) => existsSync(candidate))
  if (file === undefined) throw named('Runtime.ImportModuleError', `Cannot find module '${moduleName}'`)
  const loaded = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const handler = loaded[exportName]
  if (typeof handler !== 'function')
    throw named('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`)
  return handler as Handler
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name })

const loading = loadHandler()
loading.catch(() => {})

process.on('message', ({ payload }: Call) => {
  void answer(payload).then((message) => process.send?.(message))
})
process.on('disconnect', () => process.exit(0))

async function answer(payload: string) {
  try {
    const handler = await loading
    const value = await handler(JSON.parse(payload), {
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    })
    return { payload: JSON.stringify(value ?? null) }
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    process.stderr.write(`${error.stack ?? error.message}\n`)
    return {
      functionError: 'Unhandled',
      payload: JSON.stringify({
        errorType: error.name,
        errorMessage: error.message,
        trace: (error.stack ?? '').split('\n'),
      }),
    }
  }
}
