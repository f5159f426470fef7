# Dictionaries, their views, and sets.
def attempt(f, *args, **kw):
    try:
        return f(*args, **kw)
    except Exception as e:
        return f"{type(e).__name__}: {e}"

d = {"b": 1, "a": 2}
d["c"] = 3; d["b"] += 10; d.setdefault("a", 9); d.setdefault("z", 26)
print(d, len(d), "a" in d, "q" in d, d.get("q"), d.get("q", 0), d["b"], attempt(lambda: d["q"]), attempt(lambda: d[1]), list(d), sorted(d))
print(d.keys(), d.values(), d.items(), list(d.items()), d.pop("a"), d.pop("nope", None), attempt(d.pop, "nope"), d.popitem(), d)
d.update({"x": 1}); d.update(y=2); d.update([("k", "v")], z=3); print(d); del d["x"]; print(d, attempt(d.__delitem__, "x"))
print(d | {"n": 1}, {"n": 1} | d, d == dict(d), d == {}, d != {}, attempt(lambda: d < d), attempt(lambda: d + d)); d |= {"m": 0}; d |= [("o", 1)]; print(d)
print(dict(a=1, b=2), dict([(1, 2), (3, 4)]), dict({1: 2}, c=3), dict(zip("ab", [1, 2])), dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {}, dict(), {k: v for k, v in enumerate("xy")}, attempt(dict, [1]), attempt(dict, [(1, 2, 3)]), attempt(dict, 5))
print({1: "int", 1.0: "float", True: "bool"}, {1: "a"}[True], {(1, 2): 3}[1, 2], {None: 1}, attempt(lambda: {}[[]]), attempt(lambda: {{}: 1}), hash(1.0) == hash(1))
print(list(reversed({1: 2, 3: 4})), list(reversed({1: 2, 3: 4}.values())), list(reversed({1: 2, 3: 4}.items())), {1: 2}.copy(), {1: {2: {3: 4}}})
k1, k2 = {"a": 1, "b": 2}.keys(), {"b": 3, "c": 4}.keys()
print(sorted(k1 & k2), sorted(k1 | k2), sorted(k1 - k2), sorted(k1 ^ k2), k1 == {"a", "b"}, k1 <= {"a", "b", "c"}, "a" in k1, ("a", 1) in {"a": 1}.items(), k1.isdisjoint(["z"]), {"a": 1}.items() & {("a", 1)}, len(k1))
def grow(d):
    for k in d: d[str(k) + "x"] = 1
def shrink(d):
    for k in d: del d[k]
print(attempt(grow, {1: 1}), attempt(shrink, {1: 1, 2: 2}))
r = {}; r["self"] = r; print(r)
big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 2): del big[i]
print(len(big), list(big)[:5], big[999], 500 in big, sum(big)); big[0] = "again"; print(list(big)[-2:])
for i in range(1000): big.pop(i, None)
print(big, len(big)); big.clear(); print(big)
for k, v in {"one": 1, "two": 2}.items(): print(k, v, end="; ")
print()
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f"K({self.n})"
m = {K(i): i for i in range(7)}; print(m, m[K(4)], K(9) in m, len(m), {K(1), K(1), K(4)} == {K(4), K(1)})
s = {3, 1, 2}
s.add(10); s.add(3); s.discard(99); s.discard(1); print(s, len(s), 3 in s, attempt(s.remove, 99), attempt(s.add, []), attempt(set, 5))
print({1, 2} | {3}, {1, 2} & {2, 3}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} <= {1, 2}, {1} < {1}, {1, 2} >= {2}, {1, 2} > {1}, {1} == {1.0}, {1} != {2}, set() == set(), {1}.isdisjoint({2}))
print({1, 2}.union([3], (4,)), {1, 2, 3}.intersection([2, 3], [3]), {1, 2, 3}.difference([1], [2]), {1, 2}.symmetric_difference([2, 3]), {1}.issubset([1, 2]), {1, 2}.issuperset([1]), set("hello") == set("ehlo"), set(), frozenset(), frozenset([1, 2]), frozenset({1}) | {2}, {1} | frozenset({2}))
s = {1, 2, 3}; s.update([4], "5"); s -= {1}; s |= {7}; s &= {2, 3, 7}; s ^= {3, 8}; print(s); s.intersection_update([2, 7]); s.difference_update([2]); s.symmetric_difference_update([9]); print(s, s.pop() in (7, 9), s.copy(), len(s)); s.clear(); print(s, attempt(s.pop))
print(attempt(lambda: {1} + {2}), attempt(lambda: {1} | [2]), attempt(hash, {1}), hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])), {frozenset([1]): "f"}[frozenset([1])], frozenset([1]) in {frozenset([1])}, attempt(lambda: frozenset([1]).add(2)))
print({i * 37 % 101 for i in range(30)}, {-1, -2, -3, 5}, {2**61 - 1, 0, 2**61}, {1.5, 2, 0.5}, set(range(20, 0, -3)), {True, 2, 0}, {i % 7 for i in range(100)}, sorted({"x", "y"}), set(range(40)) - set(range(5, 35)))
def change(s):
    for x in s: s.add(x + 100)
print(attempt(change, {1, 2}), [x for x in {3, 1, 2}], min({4, 2}), sum({1, 2, 3}), max(frozenset([1, 5])), {x: x for x in {1, 2}}, {*[1, 2], *{3}}, {**{1: 2}, **{3: 4}})
