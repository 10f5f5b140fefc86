"""Verifies an export of records (`callgate records export`) by spec/records.md alone: verify_records.py FILE [KEY]."""

import hashlib
import json
import sys

# Ed25519 (RFC 8032, 5.1), enough to verify.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def decode_point(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT % P
    if x * x % P != square:
        raise ValueError("no point")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def add(a, b):
    (x, y, z, t), (u, v, w, s) = a, b
    e, f, g, h = (y - x) * (v - u), (y + x) * (v + u), 2 * t * s * D, 2 * z * w
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(point, number):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


BASE = decode_point(bytes.fromhex("58" + "66" * 31))


def is_signed(key, message, signature):
    scalar = int.from_bytes(signature[32:], "little")
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    left = multiply(BASE, scalar)
    right = add(decode_point(signature[:32]), multiply(decode_point(key), int.from_bytes(digest, "little")))
    same = (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0
    return scalar < ORDER and same


def canonical(value):
    """RFC 8785 for what entries hold beside calls: their integers have no fraction, and calls keep their text."""
    keys = lambda item: item[0].encode("utf-16-be")
    if isinstance(value, dict):
        return "{" + ",".join(canonical(k) + ":" + canonical(v) for k, v in sorted(value.items(), key=keys)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def verify(path, key):
    previous, sequence, signed = "0" * 64, 0, 0
    for line in open(path, "rb"):
        text, sequence = line.rstrip(b"\n"), sequence + 1
        entry = json.loads(text)
        if canonical(entry).encode() != text:
            return f"entry {sequence} is not canonical"
        if entry["sequence"] != sequence or entry["previous"] != previous:
            return f"entry {sequence} does not follow entry {sequence - 1}"
        if entry["kind"] == "checkpoint" and key:
            signature = bytes.fromhex(entry.pop("signature"))
            message = b"callgate records checkpoint 1\n" + canonical(entry).encode()
            if entry["key"] != key.hex() or not is_signed(key, message, signature):
                return f"entry {sequence} is not signed with the key"
            signed += 1
        previous = hashlib.sha256(text).hexdigest()
    print(f"{sequence} entries, {signed} signed checkpoints, head {previous}")


if __name__ == "__main__":
    problem = verify(sys.argv[1], bytes.fromhex(sys.argv[2]) if len(sys.argv) > 2 else None)
    if problem:
        print(problem)
        sys.exit(1)
