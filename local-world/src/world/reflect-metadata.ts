/**
 * `@peculiar/x509` uses a dependency container that refuses to load without the reflect-metadata polyfill, which it neither
 * ships nor depends on. The container only looks for missing annotations, so empty results are enough.
 */
const reflect: { getMetadata?: () => undefined; getOwnMetadata?: () => undefined } = Reflect as object

reflect.getMetadata ??= () => undefined
reflect.getOwnMetadata ??= () => undefined
