# Text: every method, slices, comparisons, messages.
def attempt(f, *args, **kw):
    try:
        return f(*args, **kw)
    except Exception as e:
        return f"{type(e).__name__}: {e}"

s = "Hello, World"
print(s[0], s[-1], s[2:5], s[::-1], s[::2], s[-3:], s[5:2], s[10:100], s[::-3], s[-100:3], len(s))
print(attempt(lambda: s[50]), attempt(lambda: s["a"]), attempt(lambda: s[1.0]), attempt(lambda: s[::0]))
print(s.upper(), s.lower(), s.swapcase(), s.title(), "hELLO wORLD".capitalize(), "it's a dog's".title(), "ßtraße".upper(), "ΑΣ".lower(), "Straße".casefold())
print(s.find("o"), s.find("o", 5), s.find("z"), s.rfind("o"), s.index("W"), attempt(s.index, "z"), s.count("l"), s.count(""), s.count("l", 3, 8), s.find("", 20), s.find("", 12))
print(s.startswith("Hell"), s.startswith(("x", "H")), s.endswith("d"), s.endswith("lo", 0, 5), s.startswith("", 12), s.startswith("", 13), attempt(s.startswith, 5))
print("a,b,,c".split(","), "a,b,,c".split(",", 1), " a  b c ".split(), " a  b c ".split(None, 1), "abc".split("abc"), "".split(), "".split(","), "a,b,c".rsplit(",", 1), " a b c ".rsplit(None, 1), attempt("a".split, ""))
print("a\nb\r\nc\x0bd\n\n".splitlines(), "a\nb\r\n".splitlines(True), "k=v=w".partition("="), "k=v=w".rpartition("="), "kv".partition("="), "kv".rpartition("="))
print("  x ".strip() + "|", "xxyxx".strip("x"), "abcxcba".lstrip("abc"), "abcxcba".rstrip("abc"), "prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "body".removesuffix(""))
print("ab".ljust(5) + "|", "ab".rjust(5, "*"), "ab".center(5, "-"), "abc".center(6, "-"), "abc".center(8), "42".zfill(5), "-42".zfill(5), "+".zfill(3), attempt("a".ljust, 5, "xx"))
print("-".join(["a", "b", "c"]), "".join("abc"), ", ".join([]), attempt("-".join, ["a", 1]), attempt("-".join, 5), "-".join(str(i) for i in range(4)), "ab".join("x"))
print("aXbXc".replace("X", "--"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "aaa".replace("aa", "b"))
print("a\tbc\td".expandtabs(), "a\tb".expandtabs(4), "\t|".expandtabs(0))
print("abc".isalpha(), "abc1".isalpha(), "abc1".isalnum(), "12".isdigit(), "".isdigit(), "²".isdigit(), "²".isdecimal(), "½".isnumeric(), " \t".isspace(), "ABC".isupper(), "aBC".isupper(), "abc1".islower(), "1".islower(), "Hello World".istitle(), "Hello world".istitle(), "a_1".isidentifier(), "1a".isidentifier(), "a b".isprintable(), "a\n".isprintable(), "é".isascii())
print("hello".translate(str.maketrans("el", "ip")), "hello".translate(str.maketrans("", "", "l")), "abc".translate({97: "X", 98: None, 99: 100}), str.maketrans({"a": 1}), str.maketrans("ab", "cd", "e"))
print(repr("it's"), repr('say "hi"'), repr('both \' and "'), repr("tab\tnl\nback\\slash"), repr("\x00\x1f\x7f\x80\xa0é\u200b\u4e2d\U0001f600"), ascii("é\u4e2d\U0001f600"))
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "Z" > "A", "é" > "z", "a" == "a", "a" != "b", max("hello"), min("hello"), sorted("hello"))
print("a" + "b", "ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "ell" in s, "z" in s, "" in "", attempt(lambda: 1 in "a"), attempt(lambda: "a" + 1), attempt(lambda: 1 + "a"), attempt(lambda: "a" * "b"), attempt(lambda: "a" * 1.5))
print("héllo wörld"[1], "héllo wörld"[::-1], len("héllo"), "héllo".find("l"), "héllo".upper(), "日本語"[1:], "日本語".index("語"), "日本語".center(7, "*"), list("añb"))
print("héllo".encode(), "héllo".encode("latin-1"), attempt("héllo".encode, "ascii"), "héllo".encode("ascii", "ignore"), "héllo".encode("ascii", "replace"), "é".encode("ascii", "backslashreplace"), "é".encode("ascii", "xmlcharrefreplace"), attempt("a".encode, "nope"))
print("%s %r %d %5d|%-5d|%05d %x %X %o %c %c %%" % ("s", "r", 42, 42, 42, 42, 255, 255, 8, 65, "z"), "%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%s" % (1,), "%s" % [1, 2], "%.3s|%5s|%-5s|" % ("abcdef", "ab", "ab"), "%*d" % (5, 42))
print(attempt(lambda: "%d" % "x"), attempt(lambda: "%s %s" % 1), attempt(lambda: "%s" % (1, 2)), attempt(lambda: "%y" % 1), attempt(lambda: "%(a)s" % 1), attempt(lambda: "%" % 1), attempt(lambda: "%c" % "ab"), attempt(lambda: "%x" % 1.5))
print("{} {}".format(1, "a"), "{1} {0}".format("a", "b"), "{a} {b!r}".format(a=1, b="x"), "{0.real} {0.imag}".format(3), "{0[1]} {0[-]}".format({1: "one", "-": "dash"}), "{:>5}|{:<5}|{:^5}|{:*^7}".format("a", "b", "c", "d"), "{{}} {{{}}}".format(5), "{:{}}|{:{w}.{p}f}".format("x", 4, 2.5, w=7, p=2))
print(attempt("{} {}".format, 1), attempt("{a}".format), attempt("{".format, 1), attempt("}".format, 1), attempt("{0} {}".format, 1, 2), attempt("{!x}".format, 1), attempt("{:d}".format, "a"), attempt("{:s}".format, 5), attempt("{:.2}".format, 5), "{:,}".format(1234567))
print(f"{s!r:>20}|{len(s):03}|{s:.5}|{'nested ' + 'x'}|{3.14159:.{2}f}|{s=}|{1+1=}|{None}|{[1, 2]!s:>10}|{True:5}|{True}")
print(str(5), str(None), str([1, "a"]), str(b"ab"), str(b"ab", "ascii"), str(1.0), str(True), str(), attempt(str, b"\xff", "utf-8"), ord("a"), chr(8364), attempt(ord, "ab"), attempt(chr, -1))
print(hash("abc") == hash("ab" + "c"), "a".__class__, "abc".__len__(), "abc".__contains__("b"), "abc".__getitem__(1), "a".__add__("b"), "a".__eq__("a"), "a".__mul__(2))
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words), sorted(words, key=len), sorted(words, key=str.lower, reverse=True), max(words, key=len), {w: len(w) for w in words})
for ch in "añ→":
    print(ch, ord(ch), ch.isalpha(), hex(ord(ch)))
print("\u2022 \x41 \101 \
joined", r"\raw\n", "a" "b" 'c', """triple
line""")
