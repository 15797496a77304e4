/** Methods that change nothing: CloudFront fails over, and repeats a request that it has sent, only for these. */
export const READ_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
