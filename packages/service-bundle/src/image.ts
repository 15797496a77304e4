/**
 * How a service's image runs Node: its ENTRYPOINT after `node`. By default the space for new objects grows to 48 MiB under load, in
 * every task; a quarter of that costs a service nothing that can be measured.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=4']

/** Of the image, for the C library: by default each thread keeps what it has freed, and answers are compressed by four of them. */
export const MEMORY_ENVIRONMENT = { MALLOC_ARENA_MAX: '2' } as const
