export async function attackActions() {}
