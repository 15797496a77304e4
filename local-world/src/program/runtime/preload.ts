// Loaded into the program's process before Pulumi's runtime. It changes how the runtime finds source lines and what it
// spends time on, but not the program or what it registers.
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
 * The runtime finds where a resource was created from V8's stack text, but only reads frames with a function name:
 * `at f (file:1:2)`. A resource created at the top level of a module, or in an anonymous function, has `at file:1:2` and
 * would have no position. The pattern is a static field of the runtime; this wider one matches both.
 */
function findAnonymousFrames(): void {
  const runtime = Resource as unknown as { framePositionRegExp: RegExp }
  runtime.framePositionRegExp =
    /^\s*at (?:async )?(?:.* \()?(?<file>[^()]*):(?<line>[0-9]+):(?<column>[0-9]+)\)?$/
}

/**
 * The runtime records a stack for every promise and maps each through source maps: 1.5 of 4 s for 365 resources. Node strips
 * types without moving anything, so there is nothing to map. Loading the module here keeps the runtime from installing it again.
 */
function leaveStacksUnmapped(): void {
  requireAsPulumi('source-map-support/register')
  Reflect.deleteProperty(Error, 'prepareStackTrace')
}

/** The runtime sends its own debug messages one call at a time, about 2,000 for 365 resources: 0.6 s of waiting. */
function dropDebugMessages(): void {
  const runtime = log as { debug: typeof log.debug }
  runtime.debug = () => Promise.resolve()
}

/**
 * The runtime records a stack for each of about 10,000 promises, in case one is never settled and somebody investigates it
 * in debug mode: 1 of 4 s for 560 resources. A leak is still noticed, and named by its context.
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
 * The runtime turns on V8's debugger before the program starts, in case a function is serialized for Lambda, and has it
 * report every script: 0.3 of 4 s for 760 resources. Reading a closure turns it on as well.
 */
function leaveTheDebuggerOff(): void {
  const hooks: { isInitializedAsync: () => Promise<void> } = requireAsPulumi('./runtime/closure/v8Hooks.js')
  hooks.isInitializedAsync = () => Promise.resolve()
}

/** The engine holds the other end of stdin: when it dies, for any reason, the program must end too. */
function endWithTheEngine(): void {
  const engine = process.stdin as Socket
  engine.once('end', () => process.exit(1))
  engine.resume()
  engine.unref()
}
