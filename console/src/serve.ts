// The console's process, bundled by `build.ts`: `node serve.mjs <options as JSON>`.
import { startConsole } from './start-console.ts'

// Identifies its calls in CloudTrail and on the page of API calls.
process.env.AWS_SDK_UA_APP_ID ??= 'meridian-console'

const [, , options = '{}'] = process.argv
{
  // Installed before reporting readiness, because the parent may stop this process right after it.
  const stopped = stopSignal()
  await using running = await startConsole(JSON.parse(options))
  const link = running.newLink()
  // Reported to the world that started this process, or to the person who did.
  if (process.send) process.send({ url: running.url, link })
  else process.stderr.write(`The console is at ${link}\nThe link works once. Ctrl-C stops the console.\n`)
  await stopped
}
// An open channel would keep this process alive, while the world waits for it to exit.
if (process.connected) process.disconnect()

/** Resolves on a signal, or when the world dies. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
  })
}
