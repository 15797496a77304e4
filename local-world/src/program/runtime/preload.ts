// Loaded into the program's process before Pulumi's runtime runs it. It changes how the runtime finds source lines and
// what it spends time on; the program, and what it registers, stay as they are.
import './load-when-used.ts'
import type { Socket } from 'node:net'
import { log, Resource } from '@pulumi/pulumi'
import { recordReads } from './record-reads.ts'
import { requireAsPulumi } from './require-as-pulumi.ts'

if (process.env.MERIDIAN_PROGRAM_READS) recordReads(process.env.MERIDIAN_PROGRAM_READS)
findAnonymousFrames()
leaveStacksUnmapped()
dropDebugMessages()
leavePromisesWithoutStacks()
leaveTheDebuggerOff()
endWithTheEngine()

/**
 * The runtime finds out where a resource was created from V8's stack text, but reads only frames that name a function:
 * `at f (file:1:2)`. A resource created at the top of a module, or in an anonymous function, has `at file:1:2` and would
 * have no position. The pattern is a static field of the runtime's own, and this wider one finds both.
 */
function findAnonymousFrames(): void {
  const runtime = Resource as unknown as { framePositionRegExp: RegExp }
  runtime.framePositionRegExp =
    /^\s*at (?:async )?(?:.* \()?(?<file>[^()]*):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/
}

/**
 * The runtime keeps a stack for every promise and maps each through source maps: 1.5 of 4 s for 365 resources. Node
 * strips types without moving anything, so there is nothing to map. What is loaded here is not installed a second time.
 */
function leaveStacksUnmapped(): void {
  requireAsPulumi('source-map-support/register')
  Reflect.deleteProperty(Error, 'prepareStackTrace')
}

/** The runtime sends its own debug messages one call after another, some 2,000 for 365 resources: 0.6 s of waiting. */
function dropDebugMessages(): void {
  const runtime = log as { debug: typeof log.debug }
  runtime.debug = () => Promise.resolve()
}

/**
 * The runtime writes a stack down for each of some 10,000 promises, in case one is never settled and somebody looks for it
 * with its debug mode: 1 of 4 s for 560 resources. A leak is still noticed, and named by its context.
 */
function leavePromisesWithoutStacks(): void {
  const runtime: { debuggablePromise: <T>(promise: Promise<T>, context: unknown) => Promise<T> } =
    requireAsPulumi('./runtime/debuggable.js')
  const { debuggablePromise } = runtime
  runtime.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    try {
      return debuggablePromise(promise, context)
    } finally {
      Error.stackTraceLimit = stackTraceLimit
    }
  }
}

/**
 * The runtime turns V8's debugger on before the program begins, in case a function is sent to Lambda as a closure, and has it
 * report every script: 0.3 of 4 s for 760 resources. Who reads a closure turns it on, too.
 */
function leaveTheDebuggerOff(): void {
  const hooks: { isInitializedAsync: () => Promise<void> } = requireAsPulumi('./runtime/closure/v8Hooks.js')
  hooks.isInitializedAsync = () => Promise.resolve()
}

/** The engine holds the other end of stdin: when it dies, however it dies, the program must not go on without it. */
function endWithTheEngine(): void {
  const engine = process.stdin as Socket
  engine.once('end', () => process.exit(1))
  engine.resume()
  engine.unref()
}
