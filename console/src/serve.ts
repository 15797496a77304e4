// What a console's process runs, bundled by `build.ts`: `node serve.mjs <options as JSON>`.
import { startConsole } from './start-console.ts'

// By this name its calls are told from those of others, in CloudTrail and on the page of API calls.
process.env.AWS_SDK_UA_APP_ID ??= 'meridian-console'

const [, , options = '{}'] = process.argv
{
  // Installed before readiness is reported: the parent may end this process right after it.
  const stopped = stopSignal()
  await using running = await startConsole(JSON.parse(options))
  const link = running.newLink()
  // To the world that started this process, or to the person who did.
  if (process.send) process.send({ url: running.url, link })
  else process.stderr.write(`The console is at ${link}\nThe link works once. Ctrl-C stops the console.\n`)
  await stopped
}
// While the channel to the world is open, this process would go on, and the world waits for its end.
if (process.connected) process.disconnect()

/** When the world dies, the console ends too. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
  })
}
