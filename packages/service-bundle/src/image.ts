/**
 * Node's flags in a service's image: its ENTRYPOINT after `node`. By default the young generation of V8's heap may grow to 48 MiB
 * under load, in every task; this is a quarter of that.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=4']

/** For the image's C library, which by default keeps freed memory in an arena per thread of Node. */
export const MEMORY_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' } as const
