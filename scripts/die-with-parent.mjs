// Preloaded into a server: it ends when the command that started it is gone, even by kill -9, so that no port stays busy.
process.on('disconnect', () => process.exit(1))
