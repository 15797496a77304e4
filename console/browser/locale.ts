// Loaded first. A browser started with the POSIX locale calls its language "en-US@posix", which `Intl` rejects; uPlot formats
// numbers with it while it is loaded, and throws.
try {
  new Intl.NumberFormat(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' })
}
