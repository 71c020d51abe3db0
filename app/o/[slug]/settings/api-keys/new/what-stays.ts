/** What a key that can invite or grant leaves behind. */
export const whatStays = 'People it invites stay when the key is revoked. They are listed with the key.'
