/** What a key that can invite or grant leaves behind. */
export const whatStays =
  'The people whom it invites stay when the key is revoked. The list of API keys shows them with the key.'
