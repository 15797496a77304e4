/**
 * How a service's image runs Node: its ENTRYPOINT after `node`. By default the space for new objects may grow to 48 MiB under load, in
 * every task; this is a quarter of that.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=4']

/** Of the image, for the C library, which by default keeps what was freed in an arena for each of Node's threads. */
export const MEMORY_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' } as const
