// Next calls this once when a server starts, before the first request.
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') await (await import('@/lib/server/start')).start()
}
