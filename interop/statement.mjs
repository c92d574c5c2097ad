// SPDX-License-Identifier: EUPL-1.2
// Statements by way of `jose`: two signatures over one payload, each verified on its own.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportJWK, GeneralSign, generateKeyPair, generalVerify, importJWK } from "jose";

const ALGORITHMS = ["Ed25519", "ML-DSA-44"];
const HEADERS = ["alg", "kid", "typ"];

// Whether a statement is good under these keys; throws with the reason if it is not.
async function verify(statement, keys) {
  if (statement.signatures.length !== ALGORITHMS.length) {
    throw new Error(`${statement.signatures.length} signatures, not two`);
  }
  for (const [n, alg] of ALGORITHMS.entries()) {
    const signature = statement.signatures[n];
    const header = JSON.parse(Buffer.from(signature.protected, "base64url"));
    if (signature.header || Object.keys(header).some((name) => !HEADERS.includes(name))) {
      throw new Error("a header that has no place here");
    }
    if (header.alg !== alg) throw new Error(`signature ${n + 1} is ${header.alg}, not ${alg}`);
    const jwk = keys.find((key) => key.kid === header.kid && key.alg === alg);
    if (!jwk) throw new Error(`no ${alg} key is called ${header.kid}`);
    // One at a time: given both, a library is content with either.
    const single = { payload: statement.payload, signatures: [signature] };
    await generalVerify(single, await importJWK(jwk, alg), { algorithms: [alg] });
  }
}

function flipped(text) {
  const bytes = Buffer.from(text, "base64url");
  bytes[bytes.length >> 1] ^= 1;
  return bytes.toString("base64url");
}

// Every way of spoiling a statement that must be noticed.
function* spoiled(good) {
  yield ["one bit of the payload flipped", { ...good, payload: flipped(good.payload) }];
  for (const [n, alg] of ALGORITHMS.entries()) {
    const others = good.signatures.filter((_, i) => i !== n);
    yield [`${alg} stripped`, { ...good, signatures: others }];
    const corrupted = structuredClone(good);
    corrupted.signatures[n].signature = flipped(corrupted.signatures[n].signature);
    yield [`${alg} corrupted`, corrupted];
    const doubled = structuredClone(good);
    doubled.signatures[n] = structuredClone(others[0]);
    yield [`${alg} replaced by the other`, doubled];
  }
}

async function read(folder) {
  const path = join(folder, "statement.json");
  if (!existsSync(path)) return console.log(`- statement.mjs: no statement in ${folder}`);
  const statement = JSON.parse(readFileSync(path));
  const { keys } = JSON.parse(readFileSync(join(folder, "keys.json")));
  await verify(statement, keys);
  console.log("ok jose accepts the statement");
  for (const [how, bad] of spoiled(statement)) {
    const refusal = await verify(bad, keys).then(() => null, (error) => error);
    if (!refusal) throw new Error(`accepted with ${how}`);
    console.log(`ok jose refuses it with ${how}`);
  }
}

async function write(folder) {
  const pairs = new Map();
  const raw = [Buffer.from([1])];
  const keys = [];
  for (const alg of ALGORITHMS) {
    const pair = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    pairs.set(alg, pair.privateKey);
    raw.push(Buffer.from(jwk.x ?? jwk.pub, "base64url"));
    keys.push({ ...jwk, alg });
  }
  // Both halves go by one name: the digest of the octet 1 and the two keys, cut to 16 octets.
  const kid = createHash("sha256").update(Buffer.concat(raw)).digest("hex").slice(0, 32);
  keys.forEach((key) => (key.kid = kid));
  const payload = JSON.stringify({ algs: ALGORITHMS, from: "jose" });
  const signing = new GeneralSign(new TextEncoder().encode(payload));
  for (const alg of ALGORITHMS) {
    const header = { alg, kid, typ: "comity-message+jws" };
    signing.addSignature(pairs.get(alg)).setProtectedHeader(header);
  }
  writeFileSync(join(folder, "keys.json"), JSON.stringify({ keys }));
  writeFileSync(join(folder, "statement.json"), JSON.stringify(await signing.sign()));
}

const [verb, folder] = process.argv.slice(2);
await { read, write }[verb](folder);
