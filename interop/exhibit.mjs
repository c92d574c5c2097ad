// SPDX-License-Identifier: EUPL-1.2
// Exhibits as others read and write them: npm `age-encryption`, which knows nothing of ours.
//
//   node exhibit.mjs keygen                        an identity and its recipient, one a line
//   node exhibit.mjs seal RECIPIENT[,...] IN OUT   an age file
//   node exhibit.mjs open IDENTITY IN OUT          the plaintext; 1 if it does not open
//
// Needs `npm install age-encryption@0.3.1` beside it or above.
import { readFile, writeFile } from "node:fs/promises";
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";

const [act, who, from, to] = process.argv.slice(2);

if (act === "keygen") {
  const identity = await generateHybridIdentity();
  console.log(`${identity}\n${await identityToRecipient(identity)}`);
} else if (act === "seal" && to) {
  const encrypter = new Encrypter();
  who.split(",").forEach((recipient) => encrypter.addRecipient(recipient));
  await writeFile(to, await encrypter.encrypt(await readFile(from)));
} else if (act === "open" && to) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(who);
  try {
    await writeFile(to, await decrypter.decrypt(await readFile(from)));
  } catch (error) {
    console.error(`does not open: ${error.message}`);
    process.exit(1);
  }
} else {
  console.error("usage: node exhibit.mjs keygen | seal RECIPIENTS IN OUT | open IDENTITY IN OUT");
  process.exit(2);
}
