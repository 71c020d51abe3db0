// Refuses the most common leaked passwords (8 characters or more, from public lists). A list long enough to measure
// strength belongs in a breach service.
import { fieldError } from '@/lib/errors'

const common = new Set(
  `password password1 password12 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890 87654321 987654321 0123456789
  11111111 00000000 12341234 11223344 12344321 123123123 qwertyui qwertyuiop qwerty123 qwerty12 1q2w3e4r 1q2w3e4r5t
  1qaz2wsx qazwsxedc zaq12wsx asdfghjk asdfghjkl zxcvbnm1 abcd1234 abc12345 a1b2c3d4 iloveyou iloveyou1 sunshine princess
  football baseball superman batman123 trustno1 starwars welcome1 welcome123 letmein1 letmein123 admin123 admin1234
  administrator changeme changeme1 default1 computer internet michelle jennifer jonathan charlie1 whatever mustang1
  monkey123 dragon123 master123 shadow123 liverpool chelsea1 arsenal1 corvette mercedes pokemon1 samsung1 football1
  passwort passwort1 motdepasse contrasena senha123 hello123 test1234 testtest testing1 qwer1234 asdf1234 zxcv1234
  google123 facebook linkedin secret123 password! password1! welcome1! summer2025 winter2025 summer2026 winter2026`.split(
    /\s+/,
  ),
)

/** Throws validation_failed for a common password and for the person's own address. */
export function assertUncommon(password: string, email?: string): void {
  const plain = password.toLowerCase()
  if (plain === email || plain === email?.split('@')[0])
    throw fieldError('password', 'Choose something other than your email.')
  if (common.has(plain))
    throw fieldError('password', 'This password is one of the first that is guessed. Choose another.')
}
