/** Methods that change nothing: CloudFront asks another origin, or the same one again, for these alone. */
export const READ_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
