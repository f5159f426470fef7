"""Reads pictures without a library: PNG, PPM, GIF's blocks. usage: common_pixels.py compare A B | size FILE | frames GIF | gray PPM"""
import struct
import sys
import zlib


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def png(data):
    at, packed = 8, b""
    while at < len(data):
        n, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + n]
        if zlib.crc32(kind + body) != struct.unpack(">I", data[at + 8 + n:at + 12 + n])[0]:
            sys.exit("a chunk of the PNG is damaged")
        if kind == b"IHDR":
            width, height, bits, color = struct.unpack(">IIBB", body[:10])
        if kind == b"IDAT":
            packed += body
        at += 12 + n
    step = {2: 3, 6: 4}[color]
    assert bits == 8
    raw, row, out = zlib.decompress(packed), bytes(width * step), bytearray()
    for y in range(height):
        line = bytearray(raw[y * (width * step + 1):(y + 1) * (width * step + 1)])
        how, line = line[0], line[1:]
        if how == 1:
            for i in range(step, len(line)):
                line[i] = line[i] + line[i - step] & 255
        elif how == 2:
            line = bytearray(a + b & 255 for a, b in zip(line, row))
        elif how:
            for i in range(len(line)):
                a, c = (line[i - step], row[i - step]) if i >= step else (0, 0)
                line[i] += 0
                line[i] = line[i] + ((a + row[i]) // 2 if how == 3 else paeth(a, row[i], c)) & 255
        row = line
        out += line if step == 3 else bytes(b for i, b in enumerate(line) if i % 4 != 3)
    return width, height, bytes(out)


def ppm(data):
    kind, size, most, body = data.split(b"\n", 3)
    width, height = map(int, size.split())
    assert kind == b"P6" and most == b"255"
    return width, height, body


def read(path):
    with open(path, "rb") as f:
        data = f.read()
    return png(data) if data.startswith(b"\x89PNG") else ppm(data)


def compare(a, b):
    """Mean difference of a channel, and the share of channels that differ much."""
    (w, h, x), (v, g, y) = read(a), read(b)
    if (w, h) != (v, g):
        sys.exit(f"sizes differ: {w}x{h}, {v}x{g}")
    total = far = 0
    for p, q in zip(x, y):
        if p != q:
            total += abs(p - q)
            far += abs(p - q) > 64
    return total / len(x), far / len(x)


def frames(path):
    """Width, height, frames, hundredths of a second: by walking the blocks of the file."""
    with open(path, "rb") as f:
        d = f.read()
    assert d[:6] == b"GIF89a"
    width, height, flags = struct.unpack("<HHB", d[6:11])
    at, count, time = 13 + (3 << (flags & 7) + 1 if flags & 128 else 0), 0, 0
    while d[at] != 0x3B:
        if d[at] == 0x21:
            if d[at + 1] == 0xF9:
                time += struct.unpack("<H", d[at + 4:at + 6])[0]
            at += 2
        else:
            assert d[at] == 0x2C
            x, y, w, h, flags = struct.unpack("<HHHHB", d[at + 1:at + 10])
            assert x + w <= width and y + h <= height
            count += 1
            at += 11 + (3 << (flags & 7) + 1 if flags & 128 else 0)
        while d[at]:
            at += 1 + d[at]
        at += 1
    return width, height, count, time


if sys.argv[1] == "compare":
    print("%.2f %.4f" % compare(sys.argv[2], sys.argv[3]))
elif sys.argv[1] == "size":
    print("%dx%d" % read(sys.argv[2])[:2])
elif sys.argv[1] == "first":  # the colour of the pixel in the upper left corner
    print(read(sys.argv[2])[2][:3].hex())
else:
    print("%dx%d %d frames %d" % frames(sys.argv[2]))
